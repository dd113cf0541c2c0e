import { HoldfastError } from '../core/errors.ts';
import type { KubeClient } from './client.ts';
import { KubeApiError } from './client.ts';
import type { KubeObject } from './objects.ts';
import { pathOf } from './resources.ts';

/**
 * Server-side apply with strict field validation: a misspelt field is an error, never silently dropped.
 * @returns the object as the server holds it.
 * @throws HoldfastError that names the object and carries the server's own words.
 */
export async function apply(client: KubeClient, object: KubeObject): Promise<KubeObject> {
  const path = await pathOf(client, object);
  try {
    return await client.call<KubeObject>('PATCH', path, {
      query: { fieldManager: 'holdfast', fieldValidation: 'Strict', force: 'true' },
      contentType: 'application/apply-patch+yaml', // JSON is YAML
      body: object,
    });
  } catch (error) {
    if (!(error instanceof KubeApiError)) throw error;
    const name = `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`.replace(
      ' /',
      ' ',
    );
    throw new HoldfastError(`The manifest of ${name} was refused. ${error.message}`, { cause: error });
  }
}

/** Applies objects in their order. */
export async function applyAll(client: KubeClient, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await apply(client, object);
}
