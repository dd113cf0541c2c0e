import { join } from 'node:path';
import { stringify } from 'yaml';
import { dnsLabel } from '../core/ids.ts';
import { redact } from '../core/redaction.ts';
import type { Operations } from '../faults/fault.ts';
import { applyAll } from '../kube/apply.ts';
import { createNamespace } from '../kube/namespaces.ts';
import type { KubeObject } from '../kube/objects.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeText } from '../model/bundle-json.ts';
import type { ContractInForce } from '../model/contract.ts';
import type { FunctionName } from '../model/functions.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import { NEMESIS } from '../model/operation.ts';
import { DEFAULT_PACE, Load } from '../stack/load.ts';
import { mixFor } from '../stack/mix.ts';
import type { Deployment, Stack } from '../stack/stack.ts';
import type { Workload } from '../stack/workload.ts';
import type { RunContext } from './context.ts';
import { deploymentOf, imagesFor } from './deployment.ts';
import { withHeartbeat } from './heartbeat.ts';
import { placed } from './placement.ts';
import { Recorder } from './recorder.ts';
import type { Scenario } from './scenarios.ts';

/** A stack to be certified, and which of its variants: a known-bad one has a name of its own. */
export interface Subject {
  stack: Stack;
  variant?: string;
}

type Parts = Pick<
  Participant,
  | 'name'
  | 'context'
  | 'stack'
  | 'scenario'
  | 'deployment'
  | 'recorder'
  | 'folder'
  | 'workload'
  | 'history'
  | 'load'
>;

/** One stack in one scenario: where it is deployed, its load and its record. */
export class Participant {
  /** How the live line and messages name it. */
  readonly name: string;
  readonly context: RunContext;
  readonly stack: Stack;
  readonly scenario: Scenario;
  readonly deployment: Deployment;
  readonly recorder: Recorder;
  /** Relative to the report's folder. */
  readonly folder: string;
  readonly workload: Workload;
  readonly history: HistoryWriter;
  readonly load: Load;
  readonly #contracts: ContractInForce[] = [];

  private constructor(parts: Parts) {
    this.name = parts.name;
    this.context = parts.context;
    this.stack = parts.stack;
    this.scenario = parts.scenario;
    this.deployment = parts.deployment;
    this.recorder = parts.recorder;
    this.folder = parts.folder;
    this.workload = parts.workload;
    this.history = parts.history;
    this.load = parts.load;
  }

  /** Writes down what is going to be done; nothing has been done to the cluster yet. */
  static async enlist(
    context: RunContext,
    scenario: Scenario,
    { stack, variant }: Subject,
  ): Promise<Participant> {
    const { run, clock, seed, writers, mix, budgets } = context;
    const pace = stack.pace ?? DEFAULT_PACE;
    const rate = context.rate ?? pace.operations;
    const readRate = context.readRate ?? pace.reads;
    const members = scenario.members ?? context.members ?? stack.members;
    const images = imagesFor(context, scenario, stack);
    const label = dnsLabel(stack.name, ...(variant === undefined ? [] : [variant]), scenario.id);
    const folder = join('scenarios', label);
    const namespace = dnsLabel('hf', run, label);
    const identity = { run, stack: stack.name, scenario: scenario.id, seed, originWall: clock.originWall };
    const recorder = await Recorder.create(
      join(context.out, folder),
      {
        format: 'holdfast-scenario',
        version: 2,
        ...identity,
        ...(variant === undefined ? {} : { variant }),
        product: stack.product,
        title: scenario.title,
        namespace,
        members,
        faults: scenario.steps.length,
        contract: stack.contract(members),
        power: scenario.power,
        rate,
        mix: { ...mixFor(stack, mix) },
        writers,
        budgets: budgets.toJSON(),
        images,
      },
      clock,
    );
    const deployment = deploymentOf(context, stack, { namespace, members, images });
    const workload = stack.workload(deployment, { seed, writers, mix: mixFor(stack, mix) });
    const history = await HistoryWriter.create(scenarioFile(recorder.folder, 'history'), {
      format: 'holdfast-history',
      version: 3,
      ...identity,
    });
    const readers = { rate: readRate, ordinals: () => deployment.members };
    const load = new Load({ workload, history, clock, rate, writers, readers });
    const name = `${stack.name}${variant === undefined ? '' : ` (${variant})`} ${scenario.id}`;
    return new Participant({
      name,
      context,
      stack,
      scenario,
      deployment,
      recorder,
      folder,
      workload,
      history,
      load,
    });
  }

  /** Makes the namespace and applies the stack's manifests, after writing them down. */
  async createNamespaceAndApply(): Promise<void> {
    const { context, deployment, recorder } = this;
    const text = this.#objects()
      .map((object) => stringify(object))
      .join('---\n');
    await writeText(scenarioFile(recorder.folder, 'manifests'), redact(text));
    context.onNamespace(deployment.namespace);
    await createNamespace(deployment.client, deployment.namespace, context.run);
    await this.applyManifests();
  }

  async applyManifests(): Promise<void> {
    await applyAll(this.deployment.client, this.#objects());
  }

  /** Writes into the history what an acknowledgement promises from now on. */
  async contractInForce(members: number): Promise<void> {
    const contract = this.stack.contract(members);
    this.#contracts.push({ at: await this.declare('contract', contract), contract });
  }

  /** Every contract that has come into force so far, in their order. */
  contracts(): readonly ContractInForce[] {
    return this.#contracts;
  }

  /**
   * Writes something into the history that the harness did or knows: the nemesis's records.
   * @returns its run time in milliseconds.
   */
  async declare(f: FunctionName, value: unknown): Promise<number> {
    const time = this.context.clock.now();
    await this.history.append({ process: NEMESIS, type: 'info', f, key: f, value, time });
    return time;
  }

  /** What faults ask of the stack. */
  operations(): Operations {
    const { stack, deployment, scenario, context } = this;
    const { upgrade } = stack;
    return {
      members: () => deployment.members,
      scale: (to) => stack.scale(deployment, to, (members) => this.contractInForce(members)),
      applyManifests: () => this.applyManifests(),
      upgradeImage:
        upgrade === undefined || scenario.begins !== 'previous-version'
          ? undefined
          : context.images[upgrade.to],
    };
  }

  /** What the stack's users would apply, with what the harness needs to see and to place it. */
  #objects(): KubeObject[] {
    const { stack, deployment, context } = this;
    const objects = stack.manifests(deployment);
    // Without its StatefulSet it has no members whose hearts could beat; the snapshots show what it has instead.
    const isThere = objects.some(
      ({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === stack.layout.statefulSet,
    );
    return placed(isThere ? withHeartbeat(objects, stack.layout) : objects, context.placement);
  }
}
