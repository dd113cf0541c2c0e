import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { dnsLabel } from '../core/ids.ts';
import { keepSecret, redact } from '../core/redaction.ts';
import { applyAll } from '../kube/apply.ts';
import { entryAddress, memberEndpoint, type Endpoint } from '../kube/endpoints.ts';
import { createNamespace } from '../kube/namespaces.ts';
import { scenarioFile } from '../model/bundle.ts';
import { writeText } from '../model/bundle-json.ts';
import { HistoryWriter } from '../model/history-writer.ts';
import { Load } from '../stack/load.ts';
import type { Deployment, Stack } from '../stack/stack.ts';
import type { Workload } from '../stack/workload.ts';
import type { RunContext } from './context.ts';
import { Recorder } from './recorder.ts';
import type { Scenario } from './scenarios.ts';

/** A stack to be certified, and which of its variants: a known-bad one has a name of its own. */
export interface Subject {
  stack: Stack;
  variant?: string;
}

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

  private constructor(parts: Omit<Participant, 'createNamespaceAndApply'>) {
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
    const { run, clock, seed, rate, writers, budgets, images } = context;
    const label = dnsLabel(stack.name, ...(variant === undefined ? [] : [variant]), scenario.id);
    const folder = join('scenarios', label);
    const namespace = dnsLabel('hf', run, label);
    const identity = { run, stack: stack.name, scenario: scenario.id, seed, originWall: clock.originWall };
    const recorder = await Recorder.create(
      join(context.out, folder),
      {
        format: 'holdfast-scenario',
        version: 1,
        ...identity,
        ...(variant === undefined ? {} : { variant }),
        product: stack.product,
        title: scenario.title,
        namespace,
        members: stack.members,
        faults: scenario.steps.length,
        contract: stack.contract(stack.members),
        power: scenario.power,
        rate,
        writers,
        budgets: budgets.toJSON(),
        images,
      },
      clock,
    );
    const deployment = deploymentOf(context, stack, namespace);
    const workload = stack.workload(deployment, seed, writers);
    const history = await HistoryWriter.create(scenarioFile(recorder.folder, 'history'), {
      format: 'holdfast-history',
      version: 1,
      ...identity,
    });
    const load = new Load({ workload, history, clock, rate, writers });
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
    const { context, stack, deployment, recorder } = this;
    const objects = stack.manifests(deployment);
    const text = objects.map((object) => stringify(object)).join('---\n');
    await writeText(scenarioFile(recorder.folder, 'manifests'), redact(text));
    context.onNamespace(deployment.namespace);
    await createNamespace(deployment.client, deployment.namespace, context.run);
    await applyAll(deployment.client, objects);
  }
}

function deploymentOf(context: RunContext, stack: Stack, namespace: string): Deployment {
  const { cluster, budgets, images } = context;
  const password = randomBytes(18).toString('base64url');
  keepSecret(password);
  keepSecret(Buffer.from(password).toString('base64'));
  const endpoints = new Map<string, Promise<Endpoint>>();
  const reach = async (pod: string): Promise<Endpoint> => {
    const host = await entryAddress(cluster.client);
    return await memberEndpoint(cluster.client, {
      namespace,
      pod,
      targetPort: stack.layout.clientPort,
      host,
    });
  };
  return {
    client: cluster.client,
    budgets,
    namespace,
    members: stack.members,
    images,
    password,
    endpoint: (pod) => {
      const known = endpoints.get(pod) ?? reach(pod);
      endpoints.set(pod, known);
      known.catch(() => endpoints.delete(pod));
      return known;
    },
  };
}
