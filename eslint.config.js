import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Which folder of harness/ may import from which: imports go one way. */
const LAYERS = {
  core: [],
  model: ['core'],
  checks: ['core', 'model'],
  kube: ['core', 'model'],
  host: ['core'],
  images: ['core', 'host'],
  cluster: ['core', 'model', 'kube', 'host', 'images'],
  faults: ['core', 'model', 'kube', 'cluster'],
  stack: ['core', 'model', 'kube'],
  calibration: ['core', 'model', 'checks', 'host', 'stack'],
  scenario: ['core', 'model', 'checks', 'kube', 'host', 'images', 'cluster', 'faults', 'stack'],
  render: ['core', 'model', 'checks'],
  engine: [
    'core',
    'model',
    'checks',
    'kube',
    'host',
    'images',
    'cluster',
    'faults',
    'stack',
    'calibration',
    'scenario',
    'render',
  ],
  cli: [
    'core',
    'model',
    'checks',
    'kube',
    'host',
    'images',
    'cluster',
    'faults',
    'stack',
    'calibration',
    'scenario',
    'render',
    'engine',
  ],
};

/** Names of products that the machinery must not know. */
const PRODUCTS = 'postgres|mysql|mariadb|rabbitmq|minio|redis|cassandra|kafka|nats';

export default tseslint.config(
  { ignores: ['node_modules/', 'reports/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts'] } },
      'boundaries/elements': [
        ...Object.keys(LAYERS).map((type) => ({ type, pattern: `harness/${type}` })),
        { type: 'suite', pattern: 'suites/*' },
        { type: 'fixture', pattern: 'fixtures/*' },
        { type: 'testing', pattern: 'testing' },
      ],
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/only-throw-error': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
      'max-lines': ['error', { max: 220, skipBlankLines: true, skipComments: true }],
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...Object.entries(LAYERS).map(([layer, below]) => ({
              from: { element: { type: layer } },
              allow: { to: { element: { types: { anyOf: [layer, ...below] } } } },
            })),
            {
              from: { element: { type: 'suite' } },
              allow: { to: { element: { types: { anyOf: ['suite', 'fixture', ...Object.keys(LAYERS)] } } } },
            },
            {
              from: { element: { type: 'fixture' } },
              allow: { to: { element: { types: { anyOf: ['fixture', 'core', 'host', 'images'] } } } },
            },
            {
              from: { element: { type: 'testing' } },
              allow: { to: { element: { types: { anyOf: ['testing', 'suite', ...Object.keys(LAYERS)] } } } },
            },
            { allow: { to: { module: { origin: ['external', 'core'] } } } },
          ],
        },
      ],
    },
  },
  {
    files: ['harness/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: `Literal[value=/${PRODUCTS}/i]`, message: 'The machinery names no product.' },
        { selector: `Identifier[name=/${PRODUCTS}/i]`, message: 'The machinery names no product.' },
      ],
    },
  },
  prettier,
);
