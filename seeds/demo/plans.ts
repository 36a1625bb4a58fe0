import type { ConsultationPlan, HeadlineFacts } from './shapes'
import { NIGHT_LIGHTS, URBAN_LOGISTICS } from './texts/consultations-drafts'
import { MARKET_DISCUSSION, SCHOOL_DEBATES, SCHOOL_STREETS } from './texts/debates'
import { BOULEVARD, COOL_SQUARES, MOBILITY_BUDGET, WATERFRONT } from './texts/consultations-open'
import { BANDSTAND, LENDING, RIVER_BOAT, WINTER_LIGHTS } from './texts/consultations-counted'
import { NIGHT_BUS, PLAYGROUND, QUIET_HOURS, SCHOOL_YARDS, SQUARE_DESIGN } from './texts/consultations-methods'
import { FOOD_WASTE, FOOTBRIDGE, LIBRARY_HOURS, NATURE_BUDGET, PUBLIC_TOILETS, WALKING_BUS } from './texts/consultations-past'
import { BOULEVARD_MEETINGS, MOBILITY_MEETINGS, SQUARES_MEETINGS, WATERFRONT_MEETINGS } from './texts/meetings'
import { BARBIEUX_PARK, DAILY_TRIPS } from './texts/consultations-questionnaires'
import { FOOD_WASTE_ANSWERS } from './texts/answers'
import { MOBILITY_TURNOUT } from './people'
import { PROPOSALS_NEIGHBOURS } from './texts/proposals-neighbours'
import { PROPOSALS_FOOD_WASTE, PROPOSALS_WATERFRONT } from './texts/proposals-others'
import { PROPOSALS_SHADE } from './texts/proposals-streets'
import { FOOTBRIDGE_VOTE, LIBRARY_VOTE, MOBILITY_VOTE, NATURE_VOTE, TOILETS_VOTE, WALKING_BUS_VOTE } from './texts/votes'
import { BANDSTAND_VOTE, LENDING_VOTE, RIVER_BOAT_VOTE, WINTER_LIGHTS_VOTE } from './texts/votes-counted'
import { NIGHT_BUS_VOTE, PLAYGROUND_VOTE, QUIET_HOURS_VOTE, SCHOOL_YARDS_VOTE, SQUARE_VOTE } from './texts/votes-methods'

const euros = (amount: number): string => `${amount.toLocaleString('fr-FR').replace(/\s/g, '\u00a0')}\u00a0euros`
const quoted = (title: string | undefined): string => `«\u00a0${title ?? ''}\u00a0»`

function natureHeadline({ winners, totalCost }: HeadlineFacts): string {
  return `Vous avez choisi ${winners.length} projets de nature, pour ${euros(totalCost)}. Le premier est ${quoted(winners[0])}.`
}

function footbridgeHeadline({ winners }: HeadlineFacts): string {
  return winners.length > 0 ? `La passerelle du canal s’appellera ${quoted(winners[0])}.` : 'Deux noms arrivent à égalité\u00a0: le conseil municipal choisira entre eux.'
}

function yardsHeadline({ winners, totalCost }: HeadlineFacts): string {
  return `${winners.length} projets de cours d’école reçoivent ${euros(totalCost)}, dans plusieurs communes.`
}

function quietHeadline({ winners }: HeadlineFacts): string {
  return `La règle la mieux jugée est ${quoted(winners[0])}. Elle s’applique dès le premier jour.`
}

function bandstandHeadline({ winners }: HeadlineFacts): string {
  return `Le kiosque à musique va ici\u00a0: ${quoted(winners[0])}.`
}

function lendingHeadline({ winners }: HeadlineFacts): string {
  return `Les trois premiers rayons sont ${winners.map(quoted).join(', ')}.`
}

function boatHeadline({ winners }: HeadlineFacts): string {
  return `Deux noms ont eu le même nombre de voix. Le tirage public a choisi ${quoted(winners[0])}.`
}

/** The living metropolis: a consultation in each state. Days are counted from today. Chance is drawn by the place in this list: add at its end. */
export const PLANS: readonly ConsultationPlan[] = [
  // Put away, all proposals read.
  {
    text: FOOD_WASTE, by: 'metropolis', drafted: -168, announced: -162, archived: -75,
    phases: [{ kind: 'proposals', title: 'Vous proposez', opens: -144, closes: -108 }],
    proposals: PROPOSALS_FOOD_WASTE, answers: FOOD_WASTE_ANSWERS,
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
    turnout: { people: MOBILITY_TURNOUT.reduce((sum, { people }) => sum + people, 0), until: -1, perCommune: MOBILITY_TURNOUT, atDesk: 190, onPaper: 0, again: 0 },
    meetings: MOBILITY_MEETINGS,
  },
  // Forty proposals, and room for yours.
  {
    text: COOL_SQUARES, by: 'metropolis', drafted: -58, announced: -49,
    phases: [
      { kind: 'proposals', title: 'Vous proposez', description: 'Une idée, un lieu, quelques phrases. Vous pouvez aussi soutenir les idées des autres.', opens: -28, closes: 12 },
      { kind: 'vote', title: 'Vous votez', opens: 34, closes: 66 },
    ],
    proposals: [...PROPOSALS_SHADE, ...PROPOSALS_NEIGHBOURS],
    discussion: MARKET_DISCUSSION,
    meetings: SQUARES_MEETINGS, rules: { threshold: 50, amendmentDays: 14 }, writing: -1, together: -1,
  },
  // Suspended by the guardian of the charter.
  {
    text: WATERFRONT, by: 'metropolis', drafted: -48, announced: -41,
    phases: [{ kind: 'proposals', title: 'Vous proposez', opens: -20, closes: 16 }],
    proposals: PROPOSALS_WATERFRONT,
    meetings: WATERFRONT_MEETINGS,
    suspended: { on: -5, reason: 'L’étude sur la qualité de l’eau a été retirée du dossier pour être refaite. La charte demande une information complète. La consultation reprend dès que l’étude est publiée, avec autant de jours en plus.' },
  },
  // Announced, not open yet.
  {
    text: BOULEVARD, by: 'metropolis', drafted: -12, announced: -3,
    phases: [{ kind: 'proposals', title: 'Vous proposez', opens: 18, closes: 53 }],
    meetings: BOULEVARD_MEETINGS,
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
  // Open now, in three other ways to vote.
  {
    text: PLAYGROUND, by: 'metropolis', drafted: -44, announced: -38,
    phases: [{ kind: 'vote', title: 'Vous donnez vos points', opens: -8, closes: 30 }],
    vote: PLAYGROUND_VOTE,
    turnout: { people: 64, until: -1, atDesk: 14, onPaper: 0, again: 0 },
  },
  {
    text: NIGHT_BUS, by: 'metropolis', drafted: -43, announced: -37,
    phases: [{ kind: 'vote', title: 'Vous classez', opens: -7, closes: 32 }],
    vote: NIGHT_BUS_VOTE,
    turnout: { people: 58, until: -1, atDesk: 12, onPaper: 0, again: 0 },
  },
  {
    text: SQUARE_DESIGN, by: 'metropolis', drafted: -42, announced: -36,
    phases: [{ kind: 'vote', title: 'Vous jugez', opens: -6, closes: 34 }],
    vote: SQUARE_VOTE,
    turnout: { people: 52, until: -1, atDesk: 11, onPaper: 0, again: 0 },
  },
  // Published, by equal shares and by majority judgment.
  {
    text: SCHOOL_YARDS, by: 'metropolis', drafted: -110, announced: -104,
    phases: [{ kind: 'vote', title: 'Vous votez', opens: -74, closes: -43 }],
    vote: SCHOOL_YARDS_VOTE,
    turnout: { people: 130, until: -43, atDesk: 22, onPaper: 12, again: 0 },
    published: { on: -34, headline: yardsHeadline, nextSteps: 'Les chantiers se font pendant l’été, école par école. Chaque école invite ses voisins à la rentrée.' },
  },
  {
    text: QUIET_HOURS, by: 'metropolis', drafted: -108, announced: -101,
    phases: [{ kind: 'vote', title: 'Vous jugez', opens: -71, closes: -40 }],
    vote: QUIET_HOURS_VOTE,
    turnout: { people: 110, until: -40, atDesk: 20, onPaper: 0, again: 0 },
    published: { on: -31, headline: quietHeadline, nextSteps: 'La règle est écrite dans les contrats avant le premier jour de travaux. Une affiche la rappelle devant chaque chantier, avec un numéro à appeler.' },
  },
  // Published, by ranking and by points.
  {
    text: BANDSTAND, by: 'metropolis', drafted: -107, announced: -99,
    phases: [{ kind: 'vote', title: 'Vous classez', opens: -69, closes: -38 }],
    vote: BANDSTAND_VOTE,
    turnout: { people: 98, until: -38, atDesk: 16, onPaper: 0, again: 0 },
    published: { on: -29, headline: bandstandHeadline, nextSteps: 'Les fondations sont faites cet hiver. Le kiosque est posé au printemps. Les écoles de musique préparent le premier concert avec vous.' },
  },
  {
    text: LENDING, by: 'metropolis', drafted: -105, announced: -97,
    phases: [{ kind: 'vote', title: 'Vous donnez vos points', opens: -67, closes: -36 }],
    vote: LENDING_VOTE,
    turnout: { people: 85, until: -36, atDesk: 15, onPaper: 8, again: 0 },
    published: { on: -27, headline: lendingHeadline, nextSteps: 'Les objets sont cherchés d’occasion pendant un mois. Le prêt ouvre ensuite, le mercredi et le samedi. Vous pourrez aussi donner un objet.' },
  },
  // Published: two names came first with as many votes, and the draw announced before settled them. Chance gives these people that tie.
  {
    text: RIVER_BOAT, by: 'metropolis', drafted: -103, announced: -95,
    phases: [{ kind: 'vote', title: 'Vous choisissez le nom', opens: -65, closes: -34 }],
    vote: RIVER_BOAT_VOTE,
    turnout: { people: 91, until: -34, atDesk: 14, onPaper: 0, again: 0 },
    drawn: '7 12 28 33 41',
    published: { on: -25, headline: boatHeadline, nextSteps: 'Le nom est peint sur la coque avant le printemps. Les quatre écoles sont invitées au premier voyage.' },
  },
  // A draft whose vote is being prepared.
  {
    text: WINTER_LIGHTS, by: 'metropolis', drafted: -4,
    phases: [{ kind: 'vote', title: 'Vous votez', opens: 35, closes: 68 }],
    vote: WINTER_LIGHTS_VOTE,
  },
  // A debate is open now, another one has its conclusion.
  {
    text: SCHOOL_STREETS, by: 'metropolis', drafted: -46, announced: -40,
    phases: [{ kind: 'debate', title: 'Vous débattez', description: 'Deux questions, des réponses pour ou contre. L’équipe lit tout et conclut chaque débat.', opens: -22, closes: 16 }],
    debates: SCHOOL_DEBATES,
  },
  // A questionnaire, open now.
  {
    text: DAILY_TRIPS, by: 'metropolis', drafted: -41, announced: -34,
    phases: [{ kind: 'questionnaire', title: 'Vous répondez', opens: -12, closes: 28 }],
    questionnaire: { template: 'mobilite', people: 64, until: -1, desk: 'lille-wazemmes' },
  },
  // A questionnaire that is over, with its results.
  {
    text: BARBIEUX_PARK, by: 'roubaix', drafted: -96, announced: -90,
    phases: [{ kind: 'questionnaire', title: 'Vous répondez', opens: -70, closes: -38 }],
    questionnaire: {
      template: 'parc', people: 180, until: -39, communes: [{ code: '59512', weight: 1 }], desk: 'roubaix-maison-du-numerique', pictures: { question: 'photo', scene: 'park' },
      published: {
        on: -29, headline: 'Vous venez au parc surtout pour vous promener, et vous y voulez des jeux et de l’ombre.', texts: ['libre'],
        nextSteps: 'Deux dessins sont faits à partir de vos réponses. Ils sont montrés au parc au printemps, un mercredi et un samedi. Vous choisirez entre les deux.',
      },
    },
  },
]
