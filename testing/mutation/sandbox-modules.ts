import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const GENERATION = '?generation=';

/** The modules of a folder, each loaded once in every generation: a new generation sees nothing of an earlier one. */
export class SandboxModules {
  readonly #root: string;
  readonly #edit: (source: string) => string;
  readonly #sources = new Map<string, string>();
  readonly #imports = new Map<string, Set<string>>();
  #generation = 0;

  /**
   * @param folder whose modules these are; those in node_modules are loaded once for all generations.
   * @param replaced modules that its modules get in place of those they name, by name.
   * @param edit what is made of a module's source, each time it is loaded.
   */
  constructor(folder: string, replaced: Readonly<Record<string, string>>, edit: (source: string) => string) {
    this.#root = pathToFileURL(`${folder}/`).href;
    this.#edit = edit;
    registerHooks({
      resolve: (specifier, context, next) => {
        const { parentURL } = context;
        const inSandbox = parentURL?.includes(GENERATION) === true;
        const replacement = inSandbox ? replaced[specifier] : undefined;
        if (replacement !== undefined) return { url: replacement, shortCircuit: true };
        const found = next(specifier, context);
        if (!inSandbox || !this.#isOwn(found.url)) return found;
        const [parent = '', generation = ''] = parentURL.split(GENERATION);
        this.#importsOf(parent).add(found.url);
        return { ...found, url: `${found.url}${GENERATION}${generation}` };
      },
      load: (url, context, next) => {
        const [plain = '', generation] = url.split(GENERATION);
        if (generation === undefined || !plain.endsWith('.ts')) return next(url, context);
        return { format: 'module', source: this.#edit(this.#sourceOf(plain)), shortCircuit: true };
      },
    });
  }

  /** Begins a new generation: what is loaded from now on is loaded anew. */
  renew(): void {
    this.#generation += 1;
  }

  async load(file: string): Promise<unknown> {
    return import(`${pathToFileURL(file).href}${GENERATION}${String(this.#generation)}`);
  }

  /** All files that a file imports, directly or through others, itself included; known once it was loaded. */
  closureOf(file: string): Set<string> {
    const found = new Set<string>();
    const visit = (url: string): void => {
      if (found.has(url)) return;
      found.add(url);
      this.#importsOf(url).forEach(visit);
    };
    visit(pathToFileURL(file).href);
    return new Set([...found].map((url) => fileURLToPath(url)));
  }

  #importsOf(url: string): Set<string> {
    const known = this.#imports.get(url) ?? new Set();
    this.#imports.set(url, known);
    return known;
  }

  #isOwn(url: string): boolean {
    return url.startsWith(this.#root) && !url.includes('/node_modules/');
  }

  #sourceOf(url: string): string {
    const known = this.#sources.get(url) ?? stripTypeScriptTypes(readFileSync(new URL(url), 'utf8'));
    this.#sources.set(url, known);
    return known;
  }
}
