// node -r ./scripts/lib/swc-register.cjs FILE.ts: runs the sources as they are, with the build's own rules.
// Tests migrate their template database with it, whatever the state of the build.
const { readFileSync, existsSync } = require('node:fs')
const Module = require('node:module')
const { join, resolve } = require('node:path')
const { transformSync } = require('@swc/core')
const { swcOptions } = require('./swc-options.cjs')

const root = resolve(__dirname, '../..')
const { paths } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')).compilerOptions
const ours = (file) => file.startsWith(root) && !file.includes('/node_modules/')

const resolveFilename = Module._resolveFilename
Module._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, paths[request] ? resolve(root, paths[request][0]) : request, ...rest)
}

const loadJavaScript = Module._extensions['.js']
Module._extensions['.ts'] = (module, file) => module._compile(transformSync(readFileSync(file, 'utf8'), { ...swcOptions(file), filename: file, sourceMaps: 'inline' }).code, file)
Module._extensions['.js'] = (module, file) => ours(file) && existsSync(file) ? Module._extensions['.ts'](module, file) : loadJavaScript(module, file)
