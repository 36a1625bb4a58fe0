import { Imports } from '@parvis/open-data'
import type { Stage } from './stage'

/** An export of another platform as somebody might have it: one line cannot be taken, one has something to say. */
const FILE = `id,title/fr,body/fr,proposal_votes,author/name,published_at
41,Un brumisateur devant la mairie,<p>Les enfants y jouent <b>l’été</b>, les anciens s’y arrêtent.</p>,34,Atelier de quartier,2024-05-14
42,Des bancs à l’ombre,<p>Un banc tous les cent mètres sur le trajet du marché.</p>,21,Malika B.,2024-05-16
43,,<p>Une ligne sans titre.</p>,2,Anonyme,2024-05-17
44,Ouvrir les cours d’école le soir,<p>Ce sont les seuls endroits frais du quartier.</p>,beaucoup,Parents d’élèves,2024-05-20
`

/** A file that was sent and read, and that nobody has confirmed yet. */
export async function sendImport(stage: Stage): Promise<void> {
  const [consultation] = await stage.owner.query(`select id from consultations.consultation where slug = 'rafraichir-nos-places-et-nos-rues'`) as { id: string }[]
  if (!consultation) return
  await stage.service(Imports).upload(stage.actors.metropolis, consultation.id, { kind: 'proposals', name: 'atelier-des-places-2024.csv', content: pieces() })
  await stage.work()
}

async function* pieces(): AsyncGenerator<Buffer> {
  yield Buffer.from(FILE)
}
