// NestJS 12 and a few of its dependencies are ES modules only: swc turns them into CommonJS for Jest (docs/adr/0002).
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { swcOptions } = require('./scripts/lib/swc-options.cjs')

const esmOnly = ['@nestjs', 'content-disposition', 'file-type', 'strtok3', 'token-types', 'uint8array-extras', '@borewit', '@tokenizer', 'nodemailer', 'openapi-fetch', 'smtp-server']
const { compilerOptions } = JSON.parse(readFileSync(join(__dirname, 'tsconfig.base.json'), 'utf8'))

module.exports = {
  testEnvironment: 'node',
  moduleNameMapper: {
    ...Object.fromEntries(Object.entries(compilerOptions.paths).map(([name, [file]]) => [`^${name}$`, file.replace('./', '<rootDir>/')])),
    // What the pages call their own folder: words and numbers of theirs are tried without a browser.
    '^\\$lib/(.*)$': '<rootDir>/apps/web/src/lib/$1',
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  transform: { '^.+\\.[cm]?[tj]s$': ['@swc/jest', { ...swcOptions('.ts'), sourceMaps: 'inline' }] },
}
