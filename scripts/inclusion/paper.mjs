// The paper door: a kit, an order, sheets; then batches of at most fifty. One opens the envelopes, one enters the forms, one enters
// some of them again, and nobody does two of these.
import { createHmac, randomUUID } from 'node:crypto'
import { call, expectStatus, inParallel } from '../scale/people.mjs'

const A_BATCH = 50
const AN_ORDER = 500
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number as it is printed, written again here: 55 bits of an HMAC and a check character (Luhn mod 32). */
function printedNumber(key, sheetId, part) {
  let bits = createHmac('sha256', key).update(`vote/receipt/v1\n${sheetId}\npaper-${part}`).digest().readBigUInt64BE(0)
  let body = ''
  for (let place = 0; place < 11; place++) {
    body += ALPHABET[Number(bits & 31n)]
    bits >>= 5n
  }
  const sum = [...body].reverse().reduce((total, letter, place) => {
    const doubled = ALPHABET.indexOf(letter) * (place % 2 === 0 ? 2 : 1)
    return total + Math.floor(doubled / 32) + doubled % 32
  }, 0)
  return body + ALPHABET[(32 - sum % 32) % 32]
}

/** As many sheets of one centre as are wanted, printed and delivered. @returns {Promise<{ kitId: string, sheets: { envelope: string, form: string, receipt: string }[] }>} */
export async function sheetsOf({ base, owner, staff, desk, phaseId, count, key }) {
  const { id: kitId } = await expectStatus(201, call(base, staff, 'POST', '/api/paper-kits', { phaseId }))
  for (let left = count; left > 0; left -= AN_ORDER) {
    const { id } = await expectStatus(201, call(base, desk, 'POST', `/api/paper-kits/${kitId}/orders`, { centreId: desk.centre.id, ordinary: Math.min(left, AN_ORDER), largePrint: 0 }))
    await expectStatus(204, call(base, staff, 'POST', `/api/paper-kits/orders/${id}/printing`))
    await expectStatus(204, call(base, desk, 'POST', `/api/paper-kits/orders/${id}/delivery`))
  }
  // As a printer has them before its eyes, in the order of the pile.
  const { rows } = await owner.query(`select s.id from inclusion.paper_sheet s join inclusion.paper_order o on o.id = s.order_id where s.kit_id = $1 and s.centre_id = $2 order by o.number, s.position limit $3`, [kitId, desk.centre.id, count])
  return { kitId, sheets: rows.map(({ id }) => ({ envelope: printedNumber(key, id, 'envelope'), form: printedNumber(key, id, 'form'), receipt: printedNumber(key, id, 'receipt') })) }
}

/**
 * What came on paper is entered and counted, batch by batch.
 * @param {{ opener: object, first: object, second: object }} hands of one centre
 * @param {{ coming: object, sheet: object }[]} returned
 * @param {(coming: object, fields: object[]) => Record<string, string>} typedOf what a clerk types of a form, by field
 * @returns {Promise<{ id: string, submissionToken: string, batch: object[] }[]>}
 */
export async function enterPaper({ base, kitId, hands: { opener, first, second }, returned, typedOf, took }) {
  // Of equal sizes: fewer than ten are never opened alone.
  const count = Math.ceil(returned.length / A_BATCH)
  const batches = Array.from({ length: count }, (_, index) => returned.filter((_one, place) => place % count === index))
  for (const batch of batches) await expectStatus(201, call(base, opener, 'POST', `/api/paper-kits/${kitId}/issues`, { centreId: opener.centre.id, ordinary: batch.length, largePrint: 0 }))
  const counted = []
  for (const batch of batches) {
    const submissionToken = randomUUID()
    const { id } = await expectStatus(201, call(base, opener, 'POST', '/api/paper-batches', { kitId, centreId: opener.centre.id, slip: batch.length, submissionToken }))
    for (const { coming, sheet } of batch) {
      const envelope = await expectStatus(201, call(base, opener, 'POST', `/api/paper-batches/${id}/envelopes`, { number: sheet.envelope, signed: true, legible: true, identity: coming.person, evidence: 'E1' }))
      if (envelope.outcome !== 'taken') throw new Error(`an envelope was put aside: ${envelope.reason}`)
    }
    await expectStatus(201, call(base, opener, 'POST', `/api/paper-batches/${id}/opening`, {}))
    const { fields } = await expectStatus(200, call(base, first, 'GET', `/api/paper-batches/${id}/first-entry`))
    const entries = new Map(batch.map(({ coming, sheet }) => [sheet.form, typedOf(coming, fields)]))
    const typed = (form) => ({ number: form, entry: entries.get(form) })
    // In the order of the pile, which is not that of the envelopes.
    await inParallel(1, [...entries.keys()].sort(), (form) => expectStatus(201, call(base, first, 'POST', `/api/paper-batches/${id}/first-entry`, typed(form))))
    let stands = await expectStatus(201, call(base, first, 'POST', `/api/paper-batches/${id}/first-entry/closing`, { absent: 0 }))
    while (stands.state === 'second-entry') {
      const { numbers } = await expectStatus(200, call(base, second, 'GET', `/api/paper-batches/${id}/second-entry`))
      for (const form of numbers) stands = await expectStatus(201, call(base, second, 'POST', `/api/paper-batches/${id}/second-entry`, typed(form)))
    }
    await closeDay({ base, opener, kitId })
    const { state, counts } = await expectStatus(201, call(base, opener, 'POST', `/api/paper-batches/${id}/counting`))
    if (state !== 'counted' || counts.counted !== batch.length) throw new Error(`${counts.counted} of ${batch.length} counted, ${state}`)
    for (const { coming, sheet } of batch) took(coming, sheet.receipt)
    counted.push({ id, submissionToken, batch })
  }
  return counted
}

/** Issued = returned + spoiled + unused + missing, for the centre. */
async function closeDay({ base, opener, kitId }) {
  const { issued, returned } = await expectStatus(200, call(base, opener, 'GET', `/api/paper-days?kitId=${kitId}&centreId=${opener.centre.id}`))
  await expectStatus([200, 204], call(base, opener, 'PUT', '/api/paper-days', { kitId, centreId: opener.centre.id, spoiled: 0, unused: issued - returned, missing: 0 }))
}
