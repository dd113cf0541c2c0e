import { CopyDestinationOptions, CopySourceOptions, type Client } from 'minio';
import type { Element } from '../../harness/model/read-back.ts';
import type { Outcome } from '../../harness/model/operation.ts';
import { sha256 } from '../../harness/stack/payload.ts';
import type { Member } from './member.ts';
import { outcomeOfRequest } from './outcomes.ts';

/** Where settings are kept that are not the bucket's own: objects with tags. */
export const TAGGED = 'holdfast-tagged';
/** The object that those are made from. */
export const BLANK = 'blank';

type Kind = 'policy' | 'lifecycle' | 'tags';
const KINDS: readonly Kind[] = ['policy', 'lifecycle', 'tags'];

/**
 * Buckets that take one setting each. Two settings of one bucket are never made at the same time: MinIO writes all settings
 * of a bucket as one, and what it does with two at once is not looked at here.
 */
export const SETTING_BUCKETS: readonly string[] = ['0', '1'].flatMap((n) =>
  KINDS.map((kind) => `holdfast-${kind}-${n}`),
);

/** A text that was set, and its checksum beside it. */
export interface Setting {
  key: string;
  text: string;
}

export const checksumOf = ({ text }: Pick<Setting, 'text'>): string => sha256(Buffer.from(text));

/** What stands before a checksum, so that nobody takes it for a number. */
const CHECKSUM = 'sha256:';

/** Makes a setting: of a bucket of its own as long as there are such, else the tags of an object of its own. */
export async function addSetting(member: Member, number: number, setting: Setting): Promise<Outcome> {
  const bucket = SETTING_BUCKETS[number];
  if (bucket === undefined) return await tagObject(member, setting);
  const called = await member.call((client) => set(client, kindOf(bucket), bucket, setting));
  return 'failure' in called ? outcomeOfRequest(called.failure) : { type: 'ok' };
}

/**
 * Makes an object with its tags in one request, as a copy of the blank one: tags that are set by a request of their own while
 * a server is away can be gone once it is back (README, Seen).
 */
async function tagObject(member: Member, setting: Setting): Promise<Outcome> {
  const source = new CopySourceOptions({ Bucket: TAGGED, Object: BLANK });
  const target = { Bucket: TAGGED, Object: setting.key, MetadataDirective: 'REPLACE' } as const;
  const called = await member.call(
    (client) =>
      client.copyObject(source, new CopyDestinationOptions({ ...target, UserTags: tagsOf(setting) })),
    { proves: true },
  );
  return 'failure' in called ? outcomeOfRequest(called.failure) : { type: 'ok' };
}

async function set(client: Client, kind: Kind, bucket: string, setting: Setting): Promise<void> {
  const [{ text }, checksum] = [setting, checksumOf(setting)];
  if (kind === 'tags') await client.setBucketTagging(bucket, tagsOf(setting));
  else if (kind === 'policy') {
    const statement = {
      Sid: text,
      Effect: 'Allow',
      Principal: { AWS: ['*'] },
      Action: ['s3:GetObject'],
      Resource: [`arn:aws:s3:::${bucket}/${checksum}/*`],
    };
    await client.setBucketPolicy(bucket, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  } else {
    // Of what no object has, and in ten years: nothing ever expires by it.
    const rule = {
      ID: text,
      Status: 'Enabled',
      Filter: { Prefix: `${checksum}/` },
      Expiration: { Days: 3650 },
    };
    await client.setBucketLifecycle(bucket, { Rule: [rule] });
  }
}

const kindOf = (bucket: string): Kind => KINDS.find((kind) => bucket.includes(`-${kind}-`)) ?? 'tags';

export const tagsOf = (setting: Setting): Record<string, string> => ({
  text: setting.text,
  checksum: `${CHECKSUM}${checksumOf(setting)}`,
});

/** Reads a bucket's setting as the member has it; undefined: it has none. @throws what the client throws. */
export async function settingOf(client: Client, bucket: string): Promise<Element | undefined> {
  try {
    switch (kindOf(bucket)) {
      case 'tags':
        return fromTags(await client.getBucketTagging(bucket));
      case 'policy':
        return fromPolicy(await client.getBucketPolicy(bucket));
      case 'lifecycle':
        return fromLifecycle(await client.getBucketLifecycle(bucket));
    }
  } catch (error) {
    if (isNone(error)) return undefined;
    throw error;
  }
}

/** Reads the tags of an object as settings; undefined: it has none, or is not there. @throws what the client throws. */
export async function taggedSetting(client: Client, name: string): Promise<Element | undefined> {
  try {
    return fromTags(await client.getObjectTagging(TAGGED, name));
  } catch (error) {
    if (isNone(error)) return undefined;
    throw error;
  }
}

const NONE: ReadonlySet<string> = new Set([
  'NoSuchBucketPolicy',
  'NoSuchLifecycleConfiguration',
  'NoSuchTagSet',
  'NoSuchKey',
]);

const isNone = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && NONE.has(String(error.code));

function element(text: unknown, stored: unknown): Element | undefined {
  if (typeof text !== 'string') return undefined;
  const [key = ''] = text.split('-');
  return { of: 'element', key, sha256: checksumOf({ text }), stored: String(stored) };
}

function fromTags(tags: readonly { Key: string; Value: string }[]): Element | undefined {
  const valueOf = (key: string): string | undefined => tags.find((tag) => tag.Key === key)?.Value;
  return element(valueOf('text'), valueOf('checksum')?.slice(CHECKSUM.length));
}

function fromPolicy(json: string): Element | undefined {
  const { Statement = [] } = JSON.parse(json) as { Statement?: { Sid?: string; Resource?: string[] }[] };
  const [statement] = Statement;
  return element(statement?.Sid, statement?.Resource?.[0]?.split('/')[1]);
}

function fromLifecycle(configuration: unknown): Element | undefined {
  const { Rule } = configuration as { Rule?: { ID?: string; Filter?: { Prefix?: string } } };
  return element(Rule?.ID, Rule?.Filter?.Prefix?.split('/')[0]);
}
