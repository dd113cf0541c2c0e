import { Agent, request } from 'undici';
import type { z } from 'zod';
import { HoldfastError } from '../core/errors.ts';
import { scenarioResultSchema, type ScenarioResult } from '../model/result.ts';
import type { Environment, PlanItem, ScenarioRequest } from './protocol.ts';
import { environmentSchema, planItemSchema, SOCKET_VARIABLE } from './protocol.ts';

/** How a suite talks to the engine that it runs under. */
export const engine = {
  /** The scenarios that this run was asked for, of one stack. */
  plan: (stack: string): Promise<PlanItem[]> => ask('GET', `/plan?stack=${stack}`, planItemSchema.array()),
  environment: (): Promise<Environment> => ask('GET', '/environment', environmentSchema),
  /** Runs a scenario to its end and returns what the judges made of it; takes minutes. */
  runScenario: (scenario: ScenarioRequest): Promise<ScenarioResult> =>
    ask('POST', '/scenario', scenarioResultSchema, scenario),
};

async function ask<T>(
  method: 'GET' | 'POST',
  path: string,
  schema: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  const socketPath = process.env[SOCKET_VARIABLE];
  if (socketPath === undefined) {
    throw new HoldfastError(
      `No engine: ${SOCKET_VARIABLE} is not set. Start the suite with "npm run certify" or "npm test".`,
    );
  }
  const dispatcher = new Agent({ connect: { socketPath }, headersTimeout: 0, bodyTimeout: 0 });
  try {
    const response = await request(`http://engine${path}`, {
      dispatcher,
      method,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const answer: unknown = await response.body.json();
    if (response.statusCode === 200) return schema.parse(answer);
    throw new HoldfastError(`The engine answered: ${(answer as { message: string }).message}`);
  } finally {
    await dispatcher.close();
  }
}
