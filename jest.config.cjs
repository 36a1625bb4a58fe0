module.exports = {
  ...require('./jest.preset.cjs'),
  rootDir: __dirname,
  testMatch: ['<rootDir>/{apps/api,apps/web/e2e,libs,migrations,seeds,scripts,test}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/.parvis/'],
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testTimeout: 120000,
}
