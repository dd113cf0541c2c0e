import { promisesOf, type DurabilityContract, type Promises } from './contract.ts';

const SOURCES = [{ title: 'Database, "Durability"', url: 'https://example.org/durability' }];

/** A contract under which nothing is lost, as the documentation promises; `promises` says otherwise of single classes. */
export function sampleContract(members = 3, promises: Partial<Promises> = {}): DurabilityContract {
  const everything = promisesOf({ keeps: 'everything' });
  return {
    members,
    summary: 'An acknowledged write survives.',
    promises: { ...everything, ...promises },
    documented: { promises: everything, sources: SOURCES },
  };
}
