/** What a command's end means to the shell that called it. */
export const EXIT = { pass: 0, fail: 1, unknown: 2, arguments: 254, internal: 255 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * An error whose message is a sentence for the user: what failed, on which object, after how long,
 * what was last seen and what to do next. It is printed without a stack trace.
 */
export class HoldfastError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, options: { cause?: unknown; exitCode?: ExitCode } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'HoldfastError';
    this.exitCode = options.exitCode ?? EXIT.internal;
  }
}

/** The user asked for something that does not exist or cannot be read: exit code 254. */
export class UsageError extends HoldfastError {
  constructor(message: string, cause?: unknown) {
    super(message, { exitCode: EXIT.arguments, ...(cause === undefined ? {} : { cause }) });
    this.name = 'UsageError';
  }
}

/** The run was told to stop (SIGINT, SIGTERM, or its parent went away). */
export class InterruptedError extends HoldfastError {
  constructor(by: string) {
    super(`The run was interrupted by ${by}.`, { exitCode: EXIT.unknown });
    this.name = 'InterruptedError';
  }
}

/** The code of a system or server error (`ENOSPC`, `57P01`), if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

const SYSTEM_SENTENCES: Record<string, string> = {
  ENOSPC: 'The disk is full: free some space there and run again.',
  EDQUOT: 'The disk quota is used up: free some space and run again.',
  EACCES: 'Permission was denied: run as a user who may do this, or choose another place.',
  EPERM: 'Permission was denied: run as a user who may do this, or choose another place.',
  EROFS: 'The file system is read-only: choose another place.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n) and run again.',
};

/** One sentence or two for any error, without stack trace, walking to the cause that explains it best. */
export function sentenceOf(error: unknown): string {
  if (error instanceof HoldfastError) return error.message;
  if (!isErrorLike(error)) return messageIn(error) ?? String(error);
  const known = SYSTEM_SENTENCES[errorCode(error) ?? ''];
  if (known !== undefined) return `${firstLine(error.message)}. ${known}`;
  if (error.message === '' && 'errors' in error && Array.isArray(error.errors)) {
    return error.errors.map(sentenceOf).join('; '); // AggregateError of a connect to several addresses
  }
  return firstLine(error.message) || error.name;
}

/** The message of something that was thrown and is no error, such as the event of a websocket that broke. */
function messageIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('message' in value)) return undefined;
  return typeof value.message === 'string' && value.message !== '' ? firstLine(value.message) : undefined;
}

/** `Error.isError`, with a fallback: under Jest's module realm `instanceof Error` is false for Node's own errors. */
export function isErrorLike(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === 'object' && value !== null && 'message' in value && 'name' in value)
  );
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').trim();
}
