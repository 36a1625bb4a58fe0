import { iso, rows, type Sealed } from '@parvis/platform'
import type { DataSource } from 'typeorm'
import type { KeptClaimView } from './participations.dto'

/** What claims are sealed under: whoever made one with an account reads it in the file of their data. */
export const CLAIM_WORDS = 'claim-words/v1'

/** Claims of an account, with its own words until they are erased. What somebody sealed for who decides is theirs too. */
export async function keptClaims(dataSource: DataSource, sealed: Sealed, accountId: string): Promise<KeptClaimView[]> {
  const found = await rows<Omit<KeptClaimView, 'words' | 'contact'> & { id: string, sealedWords: Buffer | null, sealedContact: Buffer | null }>(dataSource, `
    select c.id, c.kind, ${iso('c.filed_at')} as "filedAt", case when k.id is not null then json_build_object('slug', k.slug, 'title', k.title) end as consultation, c.words as "sealedWords", c.contact as "sealedContact", d.outcome, d.reason
    from inclusion.claim c left join consultations.consultation k on k.id = c.consultation_id
      left join lateral (select outcome, reason from inclusion.claim_decision where claim_id = c.id order by instance desc limit 1) d on true
    where c.account_id = $1 order by c.filed_at, c.id`, [accountId])
  return found.map(({ id, sealedWords, sealedContact, ...claim }) => ({
    ...claim, words: sealedWords && (JSON.parse(sealed.open(sealedWords, id)) as { words: string }).words, contact: sealedContact && sealed.open(sealedContact, id),
  }))
}
