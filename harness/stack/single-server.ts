/** How one server of a stack runs by itself in a container; it takes itself for the stack's first member. */
export interface SingleServer {
  /** One of the stack's `images`. */
  image: string;
  environment(password: string): Record<string, string>;
  /** What follows the image's entry point; absent: what the image says. */
  command?: readonly string[];
  /** The container's own name, where the product keeps its data under it. */
  hostname?: string;
  /** Where the data is: a volume, or for a calibration that has to fail, a file system in memory. */
  dataPath: string;
  /** The user that the data belongs to, by number, where the server does not run as root. */
  user?: number;
  /** A command that succeeds inside the container once the server serves. */
  ready: readonly string[];
}
