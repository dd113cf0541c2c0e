// Jest takes a tear-down from a module's default export only.
export { tearDown as default } from '../harness/engine/jest-setup.ts';
