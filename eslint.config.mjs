import js from '@eslint/js'
import nx from '@nx/eslint-plugin'
import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'

/** What each project may import. docs/architecture.md draws it; test/boundaries.spec.ts proves it with imports that must fail. */
const depConstraints = [
  { sourceTag: 'scope:voting', onlyDependOnLibsWithTags: [], bannedExternalImports: ['*'] },
  { sourceTag: 'scope:texts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:api-client', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:platform', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:identity', onlyDependOnLibsWithTags: ['scope:platform'] },
  { sourceTag: 'scope:consultations', onlyDependOnLibsWithTags: ['scope:voting', 'scope:identity', 'scope:platform'] },
  { sourceTag: 'scope:inclusion', onlyDependOnLibsWithTags: ['scope:consultations', 'scope:voting', 'scope:identity', 'scope:platform'] },
  { sourceTag: 'scope:open-data', onlyDependOnLibsWithTags: ['scope:inclusion', 'scope:consultations', 'scope:voting', 'scope:identity', 'scope:platform'] },
  { sourceTag: 'scope:web', onlyDependOnLibsWithTags: ['scope:api-client', 'scope:voting', 'scope:texts'] },
  { sourceTag: 'scope:api', onlyDependOnLibsWithTags: ['scope:voting', 'scope:texts', 'scope:platform', 'scope:identity', 'scope:consultations', 'scope:inclusion', 'scope:open-data'] },
]

export default tseslint.config(
  { ignores: ['node_modules/', 'build/', '.parvis/', '.nx/', '**/.svelte-kit/', 'libs/texts/src/compiled/', 'libs/api-client/src/schema.d.ts', 'apps/web/static/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.svelte', '**/*.js'],
    plugins: { '@nx': nx },
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', Buffer: 'readonly', URL: 'readonly', URLSearchParams: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', setInterval: 'readonly', clearInterval: 'readonly', fetch: 'readonly', Response: 'readonly', Request: 'readonly', Headers: 'readonly', AbortSignal: 'readonly', AbortController: 'readonly', document: 'readonly', window: 'readonly', crypto: 'readonly', performance: 'readonly', structuredClone: 'readonly', TextEncoder: 'readonly', localStorage: 'readonly', navigator: 'readonly', location: 'readonly', history: 'readonly', HTMLElement: 'readonly', HTMLFormElement: 'readonly', HTMLInputElement: 'readonly', HTMLButtonElement: 'readonly', Event: 'readonly', FormData: 'readonly' },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-restricted-properties': ['error', { object: 'it', property: 'only' }, { object: 'describe', property: 'only' }, { object: 'test', property: 'only' }],
    },
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: { module: 'readonly', exports: 'readonly', require: 'readonly', __dirname: 'readonly', process: 'readonly', console: 'readonly' } }, rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['**/*.svelte'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  { files: ['apps/web/**'], rules: { 'svelte/no-navigation-without-resolve': 'off' } },
  {
    files: ['apps/**/*.{ts,js,svelte}', 'libs/**/*.ts'],
    plugins: { '@nx': nx },
    // One place loads the sentences late, when a mail is written: elsewhere they may still be imported at once.
    rules: { '@nx/enforce-module-boundaries': ['error', { allow: ['^(\\.\\./)+(migrations|seeds|test/support)/'], depConstraints, checkDynamicDependenciesExceptions: ['@parvis/texts'] }] },
  },
  {
    // A test may reach for test/support and for test tools; what it tests may not.
    files: ['**/*.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    // Rules are pure: no framework, no database, no clock. Time and configuration are arguments.
    files: ['libs/**/*.rules.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['@nestjs/*', 'typeorm', 'class-*', 'node:*', 'pg', 'bull', 'ioredis', '**/*.entity', '**/*.service', '**/*.dto', '**/*.controller'], message: 'A .rules file imports only types, other rules, luxon and @parvis/voting.' }] }],
      'no-restricted-globals': ['error', 'Date', 'process', 'fetch', 'setTimeout'],
    },
  },
)
