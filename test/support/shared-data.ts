// Real data and reference results that are not part of the repository (PARVIS_SHARED_DATA, default ../shared/data).
//
//   describeShared('the published winners', () => { const text = readFileSync(sharedFile('pabulib/x.pb')) … })
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { notRun } from './not-run'

const folder = resolve(__dirname, '../..', process.env.PARVIS_SHARED_DATA || '../shared/data')

/** Path of a file of the shared data, e.g. `pabulib/small/x.pb`. */
export const sharedFile = (path: string) => join(folder, path)

/** A `describe` that needs the shared data; where it is absent the run says so. */
export function describeShared(name: string, tests: () => void) {
  if (existsSync(folder)) describe(name, tests)
  else describe(name, () => notRun('data', name, `The shared data is not at ${folder}: set PARVIS_SHARED_DATA`))
}
