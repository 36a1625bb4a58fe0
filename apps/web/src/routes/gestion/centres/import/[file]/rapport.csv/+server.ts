import { m } from '@parvis/texts'
import { stringify } from 'csv-stringify/sync'
import { errorSentence } from '$lib/errors'
import { read, readApi, requirePermission } from '$lib/server/api'
import type { RequestHandler } from './$types'

/** A line for each row of the file, and for each thing said of it. */
export const GET: RequestHandler = async event => {
  requirePermission(event, 'centre.manage')
  const { lines, problems } = await read(event, readApi(event).GET('/api/console/centre-imports/{id}', { params: { path: { id: event.params.file } } }))
  const outcomes = { taken: m.places_report_taken(), mapped: m.places_report_mapped(), refused: m.places_report_refused() }
  const said = new Map<number, typeof problems>()
  for (const problem of problems) said.set(problem.row, [...said.get(problem.row) ?? [], problem])
  const rows = lines.flatMap(({ row, id, name, outcome }) => {
    const about = said.get(row) ?? []
    const line = { ligne: row, id, nom: name, resultat: outcomes[outcome] }
    return about.length === 0 ? [{ ...line, colonne: '', motif: '', valeur: '', code: '' }] : about.map(({ field, code, value }) => ({ ...line, colonne: field, motif: errorSentence(code), valeur: value, code }))
  })
  // Spreadsheets open it, and run nothing that somebody wrote into a cell.
  const text = stringify(rows, { header: true, bom: true, escape_formulas: true, record_delimiter: 'windows', columns: ['ligne', 'id', 'nom', 'resultat', 'colonne', 'motif', 'valeur', 'code'] })
  return new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="rapport-lieux.csv"', 'cache-control': 'no-store' } })
}
