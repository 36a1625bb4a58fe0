import { read, readApi } from '$lib/server/api'
import { redirect, type RequestEvent } from '@sveltejs/kit'

/**
 * What was entered is nowhere in this browser from here on: the receipt has a page of its own, which may be left and found again until
 * the visit ends. By its number in the visit: a code in an address would stay in the history.
 */
export async function toReceipt(event: RequestEvent, code: string): Promise<never> {
  const id = event.params.id ?? ''
  const { receipts } = await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id } } }))
  redirect(303, `/mediation/session/${id}/recu/${receipts.findIndex(given => given.code === code) + 1}`)
}
