import { accessibilityReport } from '$lib/server/accessibility-report'
import { error } from '@sveltejs/kit'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async () => {
  const found = await accessibilityReport()
  if (!found) error(404)
  return new Response(found.text, { headers: { 'content-type': 'application/json; charset=utf-8', 'content-disposition': 'attachment; filename="accessibility-report.json"' } })
}
