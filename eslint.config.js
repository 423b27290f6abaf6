import { defineConfig, globalIgnores } from 'eslint/config';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const tests = ['tests/**', '**/*.test.{ts,tsx}'];

// An import that is computed escapes the import table.
const computedImport = {
  selector: 'ImportExpression[source.type!="Literal"]',
  message: 'Write out what is imported; the import table cannot see it otherwise.',
};

const inject = 'The same input must give the same output: inject a clock/random source through a port.';
const namesOfTheWorld = [
  ...['performance', 'crypto', 'process', 'console', 'fetch', 'queueMicrotask'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
];
const clockReadings = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: inject },
  { selector: 'CallExpression[callee.name="Date"]', message: inject },
];
const localReadings = {
  selector:
    'MemberExpression[property.name=/^(get(FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)|toLocale.*String|localeCompare)$/]',
  message: 'This depends on the time zone or the language of the machine: use UTC and compare code points.',
};

export default defineConfig(
  globalIgnores(['coverage/', '.bourse/', 'bench/results/', 'web/dist*/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      // The root's settings know every file, tests too; one program is also the fastest way.
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', computedImport],
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        // A default branch does not stand for members of a union; where there is no union it has to be there.
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // Assertions are for codecs, where a schema or a column type has made sure; `as const` stays allowed.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Leaving a function early by `return refuse(order);` is not confusing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Spreading a string counts its code points, which is what a limit on a text means.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // A port is asynchronous also where an adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // The page is its own program: it knows a browser, and nothing of Node.
    files: ['web/src/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { project: './web/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['core/**/*.ts', 'application/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-globals': [
        'error',
        { globals: namesOfTheWorld.map((name) => ({ name, message: inject })), checkGlobalObject: true },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: inject },
        { object: 'Math', property: 'random', message: inject },
      ],
      // A later entry replaces an earlier one, so the rule for all is repeated.
      'no-restricted-syntax': ['error', computedImport, ...clockReadings, localReadings],
    },
  },
  {
    files: ['**/*codec*.ts', '**/*-schema.ts', ...tests, 'bench/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    files: ['entrypoints/cli/**', 'bench/**', ...tests],
    rules: { 'no-console': 'off' },
  },
  {
    files: tests,
    rules: {
      // Where it is wrong the test fails, which is what it is for.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
