// NestJS 12 and a few of its dependencies are ES modules only: swc turns them into CommonJS for Jest (docs/adr/0002).
const esmOnly = ['@nestjs', 'content-disposition', 'file-type', 'strtok3', 'token-types', 'uint8array-extras', '@borewit', '@tokenizer', 'nodemailer', 'openapi-fetch', 'smtp-server']
const { compilerOptions } = JSON.parse(require('node:fs').readFileSync(require('node:path').join(__dirname, 'tsconfig.base.json'), 'utf8'))

module.exports = {
  testEnvironment: 'node',
  moduleNameMapper: Object.fromEntries(Object.entries(compilerOptions.paths).map(([name, [file]]) => [`^${name}$`, file.replace('./', '<rootDir>/')])),
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  transform: {
    '^.+\\.[cm]?[tj]s$': ['@swc/jest', {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript', decorators: true, dynamicImport: true }, transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false }, target: 'es2022', keepClassNames: true },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    }],
  },
}
