// How TypeScript becomes the JavaScript that runs: the build, the tests and the source runner share it.
exports.swcOptions = (file) => ({
  swcrc: false,
  configFile: false,
  jsc: {
    parser: /\.[cm]?js$/.test(file) ? { syntax: 'ecmascript', dynamicImport: true } : { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
})
