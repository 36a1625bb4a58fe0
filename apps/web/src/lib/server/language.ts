import { overwriteServerAsyncLocalStorage, type Locale } from '@parvis/texts'
import { AsyncLocalStorage } from 'node:async_hooks'

const store = new AsyncLocalStorage<{ locale?: Locale, origin?: string }>()
overwriteServerAsyncLocalStorage(store)

/** Runs one request in its language: requests side by side speak different ones. */
export const inLocale = <T>(locale: Locale, origin: string, run: () => T): T => store.run({ locale, origin }, run)
