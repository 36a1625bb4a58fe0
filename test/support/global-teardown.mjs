// After a Jest run: nothing stays behind, neither process nor file.
import { removeRun } from './runs.mjs'

export default async function tearDown() {
  const { folder, server, demonstration, watch } = globalThis.parvisTestRun
  clearInterval(watch)
  await server
  await demonstration
  await removeRun(folder)
}
