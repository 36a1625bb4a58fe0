// How TypeScript becomes the JavaScript that runs: the build, the tests and the source runner share it.
/** Read when they are first needed, not at every start: large, and few requests need them. */
const RARE = ['opening_hours', '@gouvfr-anct/lieux-de-mediation-numerique', '@napi-rs/image', 'html-to-text', 'image-size', 'fflate', 'csv-parse', 'csv-stringify', 'ical-generator', 'diff', 'nodemailer', 'prom-client', 'otpauth']

exports.swcOptions = (file) => ({
  swcrc: false,
  configFile: false,
  jsc: {
    parser: /\.[cm]?js$/.test(file) ? { syntax: 'ecmascript', dynamicImport: true } : { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'commonjs', lazy: RARE },
})
