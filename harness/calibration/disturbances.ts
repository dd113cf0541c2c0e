import type { FaultReach } from '../model/contract.ts';
import type { RunningServer } from './single-server.ts';

/** What is done to a server under load. */
export interface Disturbance {
  /** What findings call it. */
  name: string;
  /** The most that it takes away: the class of the contract that the server is held to. */
  class: FaultReach;
  /** Does it; ends once it has taken hold. @returns what shows that it happened, as sentences; nothing: it is not proven. */
  strike(): Promise<string[]>;
  /** Brings the server back; ends once it serves. @throws BudgetExceededError where it does not. */
  recover?(): Promise<void>;
}

/** The server is stopped in order, and started again on its data. */
export function restarts(server: RunningServer): Disturbance {
  return {
    ...{ name: 'restart', class: 'process' },
    strike: async () => [await server.halt()],
    recover: () => server.start(),
  };
}

/** The server is killed, and started again on its data. */
export function kills(server: RunningServer): Disturbance {
  return {
    ...{ name: 'kill', class: 'process' },
    strike: async () => [await server.kill()],
    recover: () => server.start(),
  };
}

/** The data is altered behind the load's back: nothing is taken away, and no promise excuses what is found. */
export function alters(alter: () => Promise<unknown>): Disturbance {
  return {
    ...{ name: 'alteration', class: 'none' },
    strike: async () => {
      await alter();
      return ['The server has taken the alterations.'];
    },
  };
}
