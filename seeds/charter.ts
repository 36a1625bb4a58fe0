import { createHash } from 'node:crypto'
import type { DataSource } from 'typeorm'

/** The metropolis: SIREN of the EPCI. Its charter binds every commune that has none of its own. */
const OWNER = '200093201'

const VERSION = {
  number: '1.0',
  title: 'Charte de la participation citoyenne',
  adoptedReference: 'Texte de départ livré avec la plateforme, à confirmer par une délibération du conseil métropolitain',
  effectiveFrom: '2025-01-01T00:00:00+01:00',
  introduction: `Participer, c’est donner de son temps. La collectivité qui vous consulte vous doit donc quelque chose en retour\u00a0: vous prévenir assez tôt, vous laisser le temps de répondre, ne laisser personne à la porte, et dire ce que votre avis est devenu.

Ces engagements ne sont pas des intentions. Chacun est un nombre que la plateforme mesure elle-même, à partir de ce qu’elle enregistre. Une consultation qui ne les tient pas ne peut pas ouvrir. La mesure de chaque consultation est publique, avec les dates et les chiffres qui permettent à chacun de refaire le calcul.

Une version adoptée de cette charte ne change plus. Une consultation annoncée garde jusqu’à la fin la version qui était en vigueur le jour de son annonce. Une commune peut adopter sa propre charte\u00a0: elle peut demander plus, jamais moins.`,
}

interface SeededCommitment {
  code: string
  principle: string
  statement: string
  plainStatement: string
  severity: 'BLOCKING'
  phase: 'BEFORE_OPENING' | 'AFTER_CLOSE'
  formula: string
  comparator: '>=' | '<='
  metropolis: number
  municipality: number
  unit: 'days' | 'ways' | 'tier'
}

const COMMITMENTS: readonly SeededCommitment[] = [
  {
    code: 'C01',
    principle: 'Prévenir à temps',
    statement: 'Toute consultation est annoncée publiquement au moins quinze jours avant le premier jour où l’on peut y participer. L’annonce dit le sujet, les dates, qui peut participer, ce que la consultation peut changer et ce qu’elle ne peut pas changer.',
    plainStatement: 'Vous êtes prévenus au moins 15 jours avant le début.',
    severity: 'BLOCKING', phase: 'BEFORE_OPENING', formula: 'NOTICE_DAYS', comparator: '>=', metropolis: 15, municipality: 15, unit: 'days',
  },
  {
    code: 'C02',
    principle: 'Laisser le temps de répondre',
    statement: 'La participation reste ouverte au moins trente jours pour une consultation de la Métropole, et au moins quinze jours pour une consultation communale. Une prolongation est possible et motivée publiquement ; la durée n’est jamais réduite.',
    plainStatement: 'Vous avez au moins 30 jours pour participer quand la Métropole vous consulte, et au moins 15 jours quand c’est votre commune.',
    severity: 'BLOCKING', phase: 'BEFORE_OPENING', formula: 'DURATION_DAYS', comparator: '>=', metropolis: 30, municipality: 15, unit: 'days',
  },
  {
    code: 'D-NONDIGITAL',
    principle: 'Participer sans internet',
    statement: 'Toute consultation offre au moins une façon de participer sans internet : dans un lieu d’accueil avec l’aide d’un médiateur, sur papier ou par téléphone. Chaque voix compte autant, quelle que soit la porte par laquelle elle est venue.',
    plainStatement: 'Vous pouvez toujours participer sans internet : dans un centre, sur papier ou par téléphone. Votre voix compte autant.',
    severity: 'BLOCKING', phase: 'BEFORE_OPENING', formula: 'NON_DIGITAL_WAYS', comparator: '>=', metropolis: 1, municipality: 1, unit: 'ways',
  },
  {
    code: 'C04',
    principle: 'Se faire comprendre et être joignable',
    statement: 'À son ouverture, toute consultation atteint le palier d’accessibilité que demande son enjeu : titre et résumé faciles à lire, lieux d’accueil proches des habitants concernés, voies sans internet. Les vérifications sont faites par la plateforme et publiées une par une.',
    plainStatement: 'Les textes sont faciles à lire. Un lieu pour être aidé existe près de chez vous. Nous le vérifions avant d’ouvrir.',
    severity: 'BLOCKING', phase: 'BEFORE_OPENING', formula: 'TIER_REACHED', comparator: '>=', metropolis: 1, municipality: 1, unit: 'tier',
  },
  {
    code: 'C12',
    principle: 'Publier les résultats',
    statement: 'Les résultats d’un vote sont publiés au plus tard trente jours après la clôture, avec le nombre de voix de chaque option, la participation par canal, la méthode de dépouillement et de quoi recompter. Un retard est affiché jusqu’à la publication.',
    plainStatement: 'Les résultats sont publiés au plus tard 30 jours après la fin. Vous pouvez les vérifier.',
    severity: 'BLOCKING', phase: 'AFTER_CLOSE', formula: 'RESULTS_DAYS', comparator: '<=', metropolis: 30, municipality: 30, unit: 'days',
  },
]

/** SHA-256 of the adopted text and of everything that measures it. */
export function charterHash(): Buffer {
  return createHash('sha256').update(JSON.stringify([VERSION, COMMITMENTS]), 'utf8').digest()
}

/** Installs the charter that every installation starts with, in one statement. Idempotent; an adopted version is never rewritten. */
export async function seedCharter(owner: Pick<DataSource, 'query'>): Promise<void> {
  await owner.query(`
    with charter as (
        insert into consultations.charter (title, owner_kind, owner_code) values ($1, 'metropolis', $2)
        on conflict (owner_kind, owner_code) do update set title = consultations.charter.title returning id),
      version as (
        insert into consultations.charter_version (charter_id, number, status, adopted_reference, effective_from, introduction, hash)
        select id, $3, 'adopted', $4, $5::timestamptz, $6, $7 from charter
        on conflict (charter_id, number) do nothing returning id)
    insert into consultations.commitment (version_id, position, code, principle, statement, plain_statement, kind, severity, phase, formula, comparator, target_metropolis, target_municipality, unit)
    select version.id, row_number() over (), one.code, one.principle, one.statement, one."plainStatement", 'MEASURED', one.severity, one.phase, one.formula, one.comparator, one.metropolis, one.municipality, one.unit
    from version, jsonb_to_recordset($8) as one (code text, principle text, statement text, "plainStatement" text, severity text, phase text, formula text, comparator text, metropolis numeric, municipality numeric, unit text)`,
  [VERSION.title, OWNER, VERSION.number, VERSION.adoptedReference, VERSION.effectiveFrom, VERSION.introduction, charterHash(), JSON.stringify(COMMITMENTS)])
}
