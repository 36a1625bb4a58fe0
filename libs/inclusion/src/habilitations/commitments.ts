import { createHash } from 'node:crypto'

/** What is signed before a desk opens. A changed text is a new version: what was signed can be shown as it was. */
export const COMMITMENTS = {
  version: '1.0',
  body: [
    'Je reste neutre. Je ne conseille aucun choix, je ne commente ni les questions ni les réponses, je lis tout dans l’ordre de l’écran.',
    'Je garde le secret. Je ne répète à personne ce que j’ai vu ou entendu, ni qui est venu, même après mon départ.',
    'Je n’agis pour quelqu’un qu’avec son accord, dans les limites qu’elle ou il a fixées, et jamais pour moi, mes proches ou mes collègues.',
    'Je refuse de saisir à la place d’une personne protégée (tutelle, curatelle, sauvegarde de justice). Je lui propose les autres façons de participer.',
    'Je protège mon accès. Mon mot de passe et mon code ne servent qu’à moi, je ferme ma session quand je m’éloigne, je ne garde ni photo, ni note, ni copie.',
    'Je signale tout de suite une erreur, une pression ou un doute à la personne référente de ma structure ou à la métropole.',
  ].join('\n\n'),
} as const

export const commitmentsHash = (): Buffer => createHash('sha256').update(`${COMMITMENTS.version}\n${COMMITMENTS.body}`, 'utf8').digest()
