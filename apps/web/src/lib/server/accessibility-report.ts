import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What `npm run check:web` found on this build, as far as the page tells it; the file says more. */
export interface AccessibilityReport {
  build: string
  /** ISO 8601 */
  date: string
  pages: number
  checks: { id: string, held: boolean, tried: number, faults: string[] }[]
}

const file = 'accessibility-report.json'
let read: Promise<{ text: string, report: AccessibilityReport } | null> | undefined

/** The report written beside this build; null when this very build was never measured. Read once: a build does not change. */
export const accessibilityReport = () => read ??= find(dirname(fileURLToPath(import.meta.url)))

async function find(from: string) {
  for (let folder = from, steps = 0; steps < 8 && folder !== dirname(folder); folder = dirname(folder), steps += 1) {
    try {
      const text = await readFile(join(folder, file), 'utf8')
      const report = JSON.parse(text) as AccessibilityReport
      // A report of another build lies about this one.
      return report.build === basename(folder) && Array.isArray(report.checks) ? { text, report } : null
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') return null
    }
  }
  return null
}
