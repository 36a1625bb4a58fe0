import { createHash } from 'node:crypto'
import type { DataSource } from 'typeorm'

/** What is read aloud at the desk. A change of words is a new version; the old one stays, since sessions name it. */
const VERSION = '1.0'
const BODY = `Vous me demandez de participer pour vous, car vous n’avez pas de compte ou vous ne voulez pas écrire vous-même.

Je vais taper votre nom, votre prénom, votre date de naissance et votre commune. Ces informations servent à une seule chose\u00a0: vérifier que chaque personne compte une fois. L’ordinateur en fait un code, puis il les efface. Votre nom n’est pas gardé.

Je vais entendre et taper votre choix. Je n’ai pas le droit de le répéter. Je ne pourrai plus le revoir après l’avoir envoyé.

Avant d’envoyer, je vous relis tout. Vous dites oui, ou vous changez. Vous pouvez aussi arrêter à tout moment.

Vous recevez un code sur papier. Avec ce code, vous pouvez vérifier que votre participation a bien été reçue.

Si vous êtes sous tutelle, sous curatelle ou sous sauvegarde de justice, je ne peux pas participer à votre place. Je peux vous aider à le faire vous-même.

Est-ce que vous êtes d’accord\u00a0?`

/** Installs the text in force. Idempotent; a published version is never rewritten. */
export async function seedConsentText(owner: DataSource): Promise<void> {
  await owner.query('insert into inclusion.consent_text (version, body, hash, effective_from) values ($1, $2, $3, $4) on conflict (version) do nothing',
    [VERSION, BODY, createHash('sha256').update(BODY, 'utf8').digest(), '2025-01-01T00:00:00+01:00'])
}
