/**
 * Every sentence people read, for the web, mails and the command line.
 * The catalogue is messages/{locale}/{area}.json; `npx paraglide-js compile` turns each key into a typed function.
 * A key that English or Dutch lacks says the French sentence.
 */
export { m } from './compiled/messages'
export { baseLocale, getLocale, isLocale, locales, overwriteServerAsyncLocalStorage } from './compiled/runtime'
export type { Locale } from './compiled/runtime'
export { ballotLead, gradeNames, paperRule } from './ballot-words'
export { importProblem } from './import-problems'
export { pageTexts } from './pages'
export type { PageText } from './pages'
