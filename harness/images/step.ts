import type { CommandOptions } from '../host/command.ts';
import type { DockerOptions } from '../host/docker.ts';

/** What a step leaves behind: a docker image, or a folder in the cache. */
export interface Product {
  readonly kind: 'image' | 'folder';
  /** A path-like name, e.g. `kind-node/kubernetes`; unique among all steps. */
  readonly name: string;
}

/** One step of a build. Its product's name carries a hash of everything that goes into it. */
export interface BuildStep {
  /** What it does, to follow "step 3 of 9:", e.g. `compile Kubernetes`. */
  readonly title: string;
  readonly product: Product;
  readonly needs: readonly BuildStep[];
  /** Seconds it takes from empty caches on two cores; for the forecast only. */
  readonly typicalSeconds: number;
  /** Steps of one lane never run at the same time. */
  readonly lane?: 'go';
  /** Everything besides files and needs that decides what the product holds; any JSON value. */
  readonly parameters: unknown;
  /** Absolute paths of the files that go into it. */
  readonly inputs: readonly string[];
  readonly run: (build: Build) => Promise<void>;
}

/** What a running step works with. */
export interface Build {
  /** The reference to give the image, where the product is one. */
  readonly image: string;
  /** An empty folder: the product itself where that is a folder, else a place to work in. */
  readonly folder: string;
  /** A name for containers that this step starts; anything left under it was removed before. */
  readonly container: string;
  readonly signal: AbortSignal | undefined;
  /** The image reference or the folder that a needed step has left. */
  readonly productOf: (step: BuildStep) => string;
  /** Runs a command with its output in the step's log. */
  readonly command: (file: string, args: readonly string[], options?: CommandOptions) => Promise<string>;
  /** Runs the docker client likewise. */
  readonly docker: (args: readonly string[], options?: DockerOptions) => Promise<string>;
}
