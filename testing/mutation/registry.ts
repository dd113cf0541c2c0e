import { resolve } from 'node:path';
import { format } from 'node:util';

type Body = () => unknown;
type RowBody = (...row: never[]) => unknown;

/** A test that a file has registered, ready to be run any number of times. */
export interface RegisteredTest {
  /** The file it is in, and the names of its groups and its own; the same in every process. */
  readonly id: string;
  readonly name: string;
  /** The path of the file it is in. */
  readonly fileName: string;
  /** Where it stands in its file, counted from 0; undefined where that is not known. */
  readonly position: { line: number; column: number } | undefined;
  readonly group: Group;
  readonly body: Body;
}

/** What stands around tests: a `describe`, or the file itself. */
export interface Group {
  readonly name: string;
  readonly parent: Group | undefined;
  readonly before: Body[];
  readonly after: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
}

let current: Group | undefined;
let tests: RegisteredTest[] = [];
let ids = new Map<string, number>();
let file = '';

/**
 * Loads one file of tests and gives what it registered.
 * @param name the file's path relative to the working directory, as it is to stand in the ids.
 */
export async function collect(name: string, load: () => Promise<unknown>): Promise<RegisteredTest[]> {
  file = name;
  tests = [];
  ids = new Map();
  current = groupOf('', undefined);
  try {
    await load();
    return tests;
  } finally {
    current = undefined;
  }
}

/** Registers a group of tests. */
export const describe = withRows((name, body) => {
  const parent = place();
  current = groupOf(name, parent);
  try {
    body();
  } finally {
    current = parent;
  }
});

/** Registers a test. */
export const test = withRows((name, body) => {
  const group = place();
  const fullName = `${pathOf(group)}${name}`;
  const times = (ids.get(fullName) ?? 0) + 1;
  ids.set(fullName, times);
  const id = `${file} ${fullName}${times === 1 ? '' : ` (${String(times)})`}`;
  const position = positionOf(new Error().stack ?? '');
  tests.push({ id, name: fullName, fileName: resolve(file), position, group, body });
});

export const beforeAll = (body: Body): number => place().before.push(body);
export const afterAll = (body: Body): number => place().after.push(body);
export const beforeEach = (body: Body): number => place().beforeEach.push(body);
export const afterEach = (body: Body): number => place().afterEach.push(body);

/** A group and those around it, the outermost first. */
export function groupsOf(group: Group): Group[] {
  return group.parent === undefined ? [group] : [...groupsOf(group.parent), group];
}

function groupOf(name: string, parent: Group | undefined): Group {
  return { name, parent, before: [], after: [], beforeEach: [], afterEach: [] };
}

function place(): Group {
  if (current === undefined) throw new Error('A test can only be registered while its file is loaded.');
  return current;
}

function pathOf(group: Group): string {
  return groupsOf(group)
    .map(({ name }) => (name === '' ? '' : `${name} `))
    .join('');
}

interface Registering {
  (name: string, body: Body): void;
  each(rows: readonly unknown[]): (name: string, body: RowBody) => void;
}

/** Gives a registering function its `each`: a row that is an array makes the arguments, any other value the only one. */
function withRows(register: (name: string, body: Body) => void): Registering {
  const each = (rows: readonly unknown[]) => (name: string, body: RowBody) => {
    rows.forEach((row, index) => {
      const values = (Array.isArray(row) ? row : [row]) as never[];
      register(titleOf(name, values, index), () => body(...values));
    });
  };
  return Object.assign(
    (name: string, body: Body): void => {
      register(name, body);
    },
    { each },
  );
}

/** A row's title: `%s` and its like take the row's values in their order, `%#` its number, `$name` a field of its only value. */
function titleOf(name: string, values: readonly unknown[], index: number): string {
  const fields = values[0];
  const numbered = name
    .replaceAll('%#', String(index))
    .replaceAll('%p', '%o')
    .replaceAll(/\$(\w+)/g, (text, field: string) =>
      typeof fields === 'object' && fields !== null && field in fields
        ? format('%s', (fields as Record<string, unknown>)[field])
        : text,
    );
  const taken = numbered.match(/%[sdifjoO]/g)?.length ?? 0;
  return format(numbered, ...values.slice(0, taken));
}

/** Where in a file of tests a call came from, by its stack. */
function positionOf(stack: string): RegisteredTest['position'] {
  const [, line, column] = /\.test\.ts[^:)]*:(\d+):(\d+)/.exec(stack) ?? [];
  return line === undefined ? undefined : { line: Number(line) - 1, column: Number(column) - 1 };
}
