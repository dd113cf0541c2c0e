// Jest takes a set-up from a module's default export only.
export { setUp as default } from '../harness/engine/jest-setup.ts';
