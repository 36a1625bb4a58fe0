// People of check:inclusion: a tenth of a metropolitan participatory budget, made by a seed. Nobody in it exists.
// Who comes twice, how a name is written the second time, and by which door each one comes is known here and to no part of the
// platform: the check compares what the platform found with what was planted.

/** Shares of the doors through which people come the first time; the second time, any of them. */
export const DOORS = { online: 0.78, paper: 0.09, kiosk: 0.06, on_behalf: 0.04, accompanied: 0.02, phone: 0.01 }

/** How a second coming differs from the first: shares assumed by the study, the rest is written the same but for accents and case. */
const SLIPS = [
  ['usage', 0.045, ({ usageSurname, ...person }) => ({ ...person, birthSurname: usageSurname ?? person.birthSurname })],
  ['surname', 0.02, (person, random) => ({ ...person, birthSurname: mistyped(person.birthSurname, random) })],
  ['given', 0.01, (person, random) => ({ ...person, givenNames: mistyped(person.givenNames, random) })],
  ['commune', 0.015, (person, random, communes) => ({ ...person, municipalityCode: weighted(communes, random).code })],
  ['swapped', 0.005, (person) => ({ ...person, birthSurname: person.givenNames, givenNames: person.birthSurname })],
  ['date', 0.007, (person) => ({ ...person, birthDate: slippedDate(person.birthDate) })],
]

const BEGIN = ['Bar', 'Bel', 'Ber', 'Bou', 'Car', 'Cau', 'Cha', 'Cou', 'Del', 'Des', 'Du', 'Fau', 'Fon', 'Gau', 'Ger', 'Gui', 'Hau', 'Her', 'La', 'Le', 'Lem', 'Mar', 'Mau', 'Mer', 'Mon', 'Mou', 'Nor', 'Pau', 'Per', 'Pru', 'Ran', 'Rous', 'Sau', 'Ser', 'Tan', 'Ter', 'Van', 'Ver', 'Vil', 'Wal']
const MIDDLE = ['ba', 'bi', 'ca', 'che', 'de', 'di', 'do', 'fe', 'ga', 'gue', 'la', 'le', 'li', 'lo', 'ma', 'mi', 'mo', 'na', 'ni', 'pe', 'ra', 're', 'ri', 'ro', 'sa', 'se', 'ta', 'te', 'va', 'vi']
const END = ['art', 'aux', 'eau', 'el', 'ent', 'er', 'ert', 'et', 'ez', 'ier', 'in', 'mont', 'nel', 'quin', 'roux', 'sart', 'son', 'teau', 'ville', 'yck', 'ski', 'oui', 'ier-Fey', 'ès', 'œuf']
const GIVEN = ['Aïcha', 'Alain', 'Amina', 'André', 'Anne', 'Anne-Marie', 'Antoine', 'Bernard', 'Brigitte', 'Camille', 'Catherine', 'Cécile', 'Chantal', 'Christophe', 'Claire', 'Claude', 'Daniel', 'David', 'Denis', 'Élise', 'Émile', 'Fatima', 'François', 'Françoise', 'Gaëlle', 'Georges', 'Gérard', 'Hélène', 'Henri', 'Hugo', 'Inès', 'Isabelle', 'Jacques', 'Jean', 'Jeanne', 'Jean-Luc', 'Julie', 'Karim', 'Krystyna', 'Laurent', 'Léa', 'Léon', 'Louis', 'Lucie', 'Manon', 'Marcel', 'Marie', 'Martine', 'Maxime', 'Mehdi', 'Michel', 'Mohamed', 'Monique', 'Nadia', 'Nathalie', 'Nicolas', 'Noémie', 'Olivier', 'Pascal', 'Patrick', 'Paul', 'Philippe', 'Pierre', 'Rachid', 'René', 'Robert', 'Samira', 'Sarah', 'Simone', 'Sophie', 'Stéphane', 'Suzanne', 'Sylvie', 'Thérèse', 'Thomas', 'Valérie', 'Véronique', 'Yasmine', 'Yves', 'Zoé']

/** Numbers of a seed (mulberry32): the same everywhere. */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const pick = (list, random) => list[Math.floor(random() * list.length)]

function weighted(communes, random) {
  let left = random() * communes.reduce((total, { population }) => total + population, 0)
  return communes.find(({ population }) => (left -= population) < 0) ?? communes[0]
}

/** One letter lost, doubled, or changed for its neighbour: what a tired hand does. */
function mistyped(name, random) {
  const at = 1 + Math.floor(random() * (name.length - 1))
  const how = Math.floor(random() * 3)
  if (how === 0) return name.slice(0, at) + name.slice(at + 1)
  if (how === 1) return name.slice(0, at) + name[at] + name.slice(at)
  return name.slice(0, at) + pick('aeiourstlnm', random) + name.slice(at + 1)
}

/** Day and month the wrong way round where that is a date, else a day beside it. */
function slippedDate(date) {
  const [year, month, day] = date.split('-')
  if (Number(day) <= 12 && day !== month) return `${year}-${day}-${month}`
  return `${year}-${month}-${String(Number(day) === 28 ? 27 : Number(day) + 1).padStart(2, '0')}`
}

const two = (number) => String(number).padStart(2, '0')

function somebody(random, communes) {
  const surname = () => pick(BEGIN, random) + (random() < 0.75 ? pick(MIDDLE, random) : '') + pick(END, random)
  const conventional = random() < 0.01
  return {
    birthSurname: surname(),
    ...(random() < 0.3 ? { usageSurname: surname() } : {}),
    givenNames: random() < 0.15 ? `${pick(GIVEN, random)}, ${pick(GIVEN, random)}` : pick(GIVEN, random),
    birthDate: conventional ? `${1935 + Math.floor(random() * 60)}-${pick(['01-01', '12-31'], random)}` : `${1935 + Math.floor(random() * 73)}-${two(1 + Math.floor(random() * 12))}-${two(2 + Math.floor(random() * 26))}`,
    municipalityCode: weighted(communes, random).code,
  }
}

/** Written as another clerk would: capitals, no accents, a space for a hyphen. */
const asWritten = (person, random) => (random() < 0.5 ? person : {
  ...person,
  birthSurname: person.birthSurname.toUpperCase(),
  givenNames: person.givenNames.normalize('NFD').replace(/\p{M}/gu, '').replace(/-/g, ' '),
})

/**
 * @param {{ people: number, again: number, homonyms: number, seed: number, communes: { code: string, population: number }[] }} wanted
 *   `people`: comings in all; `again`: those of somebody who came before; `homonyms`: other people of a civil status that came before
 * @returns {{ number: number, person: object, door: string, who: number, again: false | string, homonym: boolean }[]} in the order
 *   in which they come; `who` says who it truly is
 */
export function comings({ people, again, homonyms, seed, communes }) {
  const random = seeded(seed)
  const distinct = people - again - homonyms
  const doors = Object.entries(DOORS)
  const door = () => {
    let left = random()
    return doors.find(([, share]) => (left -= share) < 0)?.[0] ?? 'online'
  }
  const first = Array.from({ length: distinct }, (_, who) => ({ person: somebody(random, communes), door: door(), who, again: false, homonym: false }))
  // Exact shares of slips, so that a small number of people does not decide by luck.
  const slips = SLIPS.flatMap(([name, share, slip]) => Array.from({ length: Math.round(share * again) }, () => [name, slip]))
  const left = shuffled(first, random)
  const second = Array.from({ length: again }, (_, at) => {
    const [name, slip] = slips[at] ?? ['same', (person) => person]
    // Only who has a usage surname writes it in the place of the other.
    const of = name === 'usage' ? left.splice(left.findIndex(({ person }) => person.usageSurname), 1)[0] : left.pop()
    return { person: asWritten(slip(of.person, random, communes), random), door: door(), who: of.who, again: name, homonym: false }
  })
  // Where a document was seen the later one counts, whoever it is (README item 12): a homonym who comes there claims afterwards.
  const others = left.filter(({ person }) => !isConventional(person)).slice(0, homonyms)
    .map(({ person }, index) => ({ person, door: 'online', who: distinct + index, again: false, homonym: true }))
  // Whoever comes again comes after the first time.
  return [...first, ...shuffled([...second, ...others], random)].map((coming, number) => ({ number, ...coming }))
}

export const isConventional = ({ birthDate }) => /-(01-01|12-31)$/.test(birthDate)

function shuffled(list, random) {
  const copy = [...list]
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    ;[copy[at], copy[other]] = [copy[other], copy[at]]
  }
  return copy
}
