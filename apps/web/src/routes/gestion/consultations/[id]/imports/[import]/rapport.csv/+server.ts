import { importProblem } from '@parvis/texts'
import { stringify } from 'csv-stringify'
import { Readable } from 'node:stream'
import { read, readApi, requirePermission } from '$lib/server/api'
import { outcomeName } from '../../../../../_parts/imports'
import type { RequestHandler } from './$types'

const AT_ONCE = 1000

/** The report of an import, a line for each remark, written as it is read; cells that a spreadsheet would run are neutralised. */
export const GET: RequestHandler = async event => {
  requirePermission(event, 'proposal.import')
  const path = { id: event.params.import }
  const page = (after: number) => read(event, readApi(event).GET('/api/imports/{id}/rows', { params: { path, query: { after, limit: AT_ONCE } } }))
  // Asked before anything is answered: who may not read it gets a page that says so, not half a file.
  const first = await page(0)
  async function* lines() {
    for (let now = first; ; now = await page(now.next)) {
      for (const { row, sourceId, label, outcome, problems } of now.items) {
        for (const { field, code } of problems.length > 0 ? problems : [{ field: '', code: '' }]) yield [row, sourceId, label, outcome, outcomeName(outcome), field, code, code && importProblem(code)]
      }
      if (now.next === null) return
    }
  }
  const columns = ['ligne', 'identifiant', 'titre', 'etat', 'etat_en_mots', 'champ', 'code', 'remarque']
  const file = Readable.from(lines()).pipe(stringify({ header: true, bom: true, escape_formulas: true, record_delimiter: 'windows', columns }))
  return new Response(Readable.toWeb(file) as ReadableStream, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="import-${event.params.import}.csv"`, 'cache-control': 'private, no-store' } })
}
