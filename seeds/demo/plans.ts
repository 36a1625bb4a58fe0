import type { ConsultationPlan, HeadlineFacts } from './shapes'
import { NIGHT_LIGHTS, URBAN_LOGISTICS } from './texts/consultations-drafts'
import { BOULEVARD, COOL_SQUARES, MOBILITY_BUDGET, WATERFRONT } from './texts/consultations-open'
import { FOOD_WASTE, FOOTBRIDGE, LIBRARY_HOURS, NATURE_BUDGET, PUBLIC_TOILETS, WALKING_BUS } from './texts/consultations-past'
import { PROPOSALS_NEIGHBOURS } from './texts/proposals-neighbours'
import { PROPOSALS_FOOD_WASTE, PROPOSALS_WATERFRONT } from './texts/proposals-others'
import { PROPOSALS_SHADE } from './texts/proposals-streets'
import { FOOTBRIDGE_VOTE, LIBRARY_VOTE, MOBILITY_VOTE, NATURE_VOTE, TOILETS_VOTE, WALKING_BUS_VOTE } from './texts/votes'

const euros = (amount: number): string => `${amount.toLocaleString('fr-FR').replace(/\s/g, '\u00a0')}\u00a0euros`
const quoted = (title: string | undefined): string => `«\u00a0${title ?? ''}\u00a0»`

function natureHeadline({ winners, totalCost }: HeadlineFacts): string {
  return `Vous avez choisi ${winners.length} projets de nature, pour ${euros(totalCost)}. Le premier est ${quoted(winners[0])}.`
}

function footbridgeHeadline({ winners }: HeadlineFacts): string {
  return winners.length > 0 ? `La passerelle du canal s’appellera ${quoted(winners[0])}.` : 'Deux noms arrivent à égalité\u00a0: le conseil municipal choisira entre eux.'
}

/** The living metropolis: a consultation in each state. Days are counted from today. Chance is drawn by the place in this list: add at its end. */
export const PLANS: readonly ConsultationPlan[] = [
  // Put away, all proposals read.
  {
    text: FOOD_WASTE, by: 'metropolis', drafted: -168, announced: -162, archived: -75,
    phases: [{ kind: 'proposals', title: 'Vous proposez', opens: -144, closes: -108 }],
    proposals: PROPOSALS_FOOD_WASTE,
  },
  // Published, by approval, in one commune.
  {
    text: FOOTBRIDGE, by: 'roubaix', drafted: -106, announced: -100,
    phases: [{ kind: 'vote', title: 'Vous choisissez le nom', opens: -82, closes: -61 }],
    vote: FOOTBRIDGE_VOTE,
    turnout: { people: 340, until: -61, communes: [{ code: '59512', weight: 1 }], atDesk: 61, onPaper: 0, again: 0 },
    published: { on: -53, headline: footbridgeHeadline, nextSteps: 'Le conseil municipal vote le nom à sa prochaine séance. La plaque est posée avec les trois écoles du quartier, un mercredi après-midi. Vous êtes tous invités.' },
  },
  // Published, by budget; the planting can be followed.
  {
    text: NATURE_BUDGET, by: 'metropolis', drafted: -102, announced: -96,
    phases: [
      { kind: 'vote', title: 'Vous votez', opens: -78, closes: -45 },
      { kind: 'follow-up', title: 'Les plantations, pas à pas', description: 'Chaque projet donne de ses nouvelles à chaque saison.', opens: -34, closes: 190 },
    ],
    vote: NATURE_VOTE,
    turnout: { people: 420, until: -45, atDesk: 74, onPaper: 18, again: 0 },
    published: { on: -36, headline: natureHeadline, nextSteps: 'Les jardiniers rencontrent les porteurs de chaque projet d’ici un mois. Les arbres sont plantés entre novembre et mars. Vous pourrez suivre chaque projet ici, saison après saison.' },
  },
  // Over, being counted: claims are still open and three entries wait for review.
  {
    text: LIBRARY_HOURS, by: 'metropolis', drafted: -62, announced: -56,
    phases: [{ kind: 'vote', title: 'Vous votez', opens: -37, closes: -2 }],
    vote: LIBRARY_VOTE,
    turnout: { people: 230, until: -2, atDesk: 42, onPaper: 0, again: 3 },
  },
  // A vote is open now.
  {
    text: MOBILITY_BUDGET, by: 'metropolis', drafted: -58, announced: -50,
    phases: [
      { kind: 'information', title: 'Les douze projets en détail', description: 'Six réunions publiques et douze fiches, une par projet.', opens: -30, closes: -9 },
      { kind: 'vote', title: 'Vous votez', opens: -9, closes: 24 },
    ],
    vote: MOBILITY_VOTE,
    turnout: { people: 260, until: -1, atDesk: 46, onPaper: 0, again: 0 },
  },
  // Forty proposals, and room for yours.
  {
    text: COOL_SQUARES, by: 'metropolis', drafted: -58, announced: -49,
    phases: [
      { kind: 'proposals', title: 'Vous proposez', description: 'Une idée, un lieu, quelques phrases. Vous pouvez aussi soutenir les idées des autres.', opens: -28, closes: 12 },
      { kind: 'vote', title: 'Vous votez', opens: 34, closes: 66 },
    ],
    proposals: [...PROPOSALS_SHADE, ...PROPOSALS_NEIGHBOURS],
  },
  // Suspended by the guardian of the charter.
  {
    text: WATERFRONT, by: 'metropolis', drafted: -48, announced: -41,
    phases: [{ kind: 'proposals', title: 'Vous proposez', opens: -20, closes: 16 }],
    proposals: PROPOSALS_WATERFRONT,
    suspended: { on: -5, reason: 'L’étude sur la qualité de l’eau a été retirée du dossier pour être refaite. La charte demande une information complète. La consultation reprend dès que l’étude est publiée, avec autant de jours en plus.' },
  },
  // Announced, not open yet.
  {
    text: BOULEVARD, by: 'metropolis', drafted: -12, announced: -3,
    phases: [{ kind: 'proposals', title: 'Vous proposez', opens: 18, closes: 53 }],
  },
  // A draft that could be announced today.
  {
    text: NIGHT_LIGHTS, by: 'metropolis', drafted: -6,
    phases: [{ kind: 'proposals', title: 'Vous proposez', opens: 32, closes: 66 }],
  },
  // A draft that the charter holds back, with its reasons.
  {
    text: URBAN_LOGISTICS, by: 'metropolis', drafted: -1,
    phases: [{ kind: 'proposals', title: 'Recueil des contributions', opens: 6, closes: 18 }],
  },
  // Sealed and counted: staff read the count and publish it.
  {
    text: PUBLIC_TOILETS, by: 'metropolis', drafted: -74, announced: -68,
    phases: [{ kind: 'vote', title: 'Vous votez', opens: -49, closes: -15 }],
    vote: TOILETS_VOTE,
    turnout: { people: 190, until: -15, atDesk: 38, onPaper: 0, again: 0 },
    sealed: true,
  },
  // Over, every entry settled and no claim possible any more: staff seal it.
  {
    text: WALKING_BUS, by: 'metropolis', drafted: -68, announced: -62,
    phases: [{ kind: 'vote', title: 'Vous votez', opens: -43, closes: -9 }],
    vote: WALKING_BUS_VOTE,
    turnout: { people: 160, until: -9, atDesk: 31, onPaper: 0, again: 0 },
  },
]
