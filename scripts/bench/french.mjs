// Texts as inhabitants write them, made from a seed: some words in every other text, most in few, names of streets in one or two.

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function numbers(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6D2B79F5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const subjects = [
  ['une piste cyclable', 'les vélos', 'le stationnement des vélos', 'une bande cyclable continue', 'un abri à vélos fermé', 'le code de la rue', 'la vélorue', 'un atelier de réparation'],
  ['le bus du soir', 'la ligne de métro', 'le tramway', 'les horaires de nuit', 'un abribus', 'la correspondance', 'le tarif solidaire', 'une navette électrique'],
  ['les arbres', 'une forêt urbaine', 'les haies', 'un verger partagé', 'l’ombre en été', 'les îlots de chaleur', 'la pelouse', 'des fruitiers en libre cueillette'],
  ['la bibliothèque', 'la médiathèque', 'une boîte à livres', 'des ateliers d’écriture', 'le conservatoire', 'les fanfares', 'un cinéma en plein air', 'la salle de spectacle'],
  ['la cantine', 'les repas végétariens', 'le goûter', 'la cour de l’école', 'le périscolaire', 'les crèches', 'une rue scolaire', 'les accompagnateurs'],
  ['les déchets', 'le compost', 'des composteurs collectifs', 'la déchetterie', 'le tri', 'les encombrants', 'une ressourcerie', 'les mégots'],
  ['les trottoirs', 'les passages piétons', 'une rampe d’accès', 'les bancs', 'l’éclairage', 'les toilettes publiques', 'des fontaines à eau', 'la signalétique'],
  ['les logements vacants', 'la rénovation des façades', 'l’isolation', 'les loyers', 'une résidence partagée', 'l’habitat léger', 'un permis de louer', 'les passoires thermiques'],
  ['les aînés', 'l’isolement', 'une maison de quartier', 'les permanences d’écrivain public', 'le numérique', 'un café des parents', 'la solidarité', 'l’aide aux aidants'],
  ['la rivière', 'les berges', 'la pêche', 'le canal', 'la baignade', 'une promenade au bord de la Deûle', 'les zones humides', 'la qualité de l’eau'],
  ['le marché', 'les commerces de proximité', 'une épicerie solidaire', 'les producteurs locaux', 'une monnaie locale', 'les artisans', 'les halles', 'la vente directe'],
  ['un terrain de sport', 'le gymnase', 'la piscine', 'un parcours de santé', 'un skatepark', 'une table de ping-pong', 'une aire de jeux', 'le street workout'],
]
const verbs = ['créer', 'améliorer', 'développer', 'prévoir', 'installer', 'rénover', 'protéger', 'ouvrir', 'financer', 'repenser', 'multiplier', 'entretenir', 'rendre accessible', 'sécuriser', 'végétaliser', 'prolonger', 'expérimenter', 'mutualiser']
const places = ['dans chaque quartier', 'au centre-ville', 'près de la gare', 'devant les écoles', 'le long du canal', 'sur la grand-place', 'autour de l’hôpital', 'dans les petites communes', 'à Roubaix', 'à Tourcoing', 'à Villeneuve-d’Ascq', 'à Armentières', 'à Wattrelos', 'à Lambersart', 'à Hellemmes', 'à Lomme', 'à Seclin', 'à Halluin', 'à La Bassée', 'à Quesnoy-sur-Deûle']
const reasons = ['parce que c’est dangereux pour les enfants', 'car il fait de plus en plus chaud', 'pour que tout le monde puisse se déplacer', 'afin de faire des économies d’énergie', 'pour les personnes à mobilité réduite', 'car rien n’existe aujourd’hui', 'pour se rencontrer entre voisins', 'comme cela se fait dans d’autres villes', 'sans que cela coûte trop cher', 'pour respirer un air plus sain', 'avec les associations', 'après une vraie concertation', 'avant la fin du mandat', 'surtout le soir et le dimanche']
const openings = ['Il faudrait', 'Nous proposons de', 'La ville pourrait', 'On pourrait', 'Je souhaite', 'Il est temps de', 'Pourquoi ne pas', 'L’idée est de']
const syllables = ['bar', 'ber', 'cor', 'dan', 'del', 'fau', 'gri', 'hau', 'jan', 'lam', 'lec', 'mar', 'mou', 'nor', 'pel', 'quen', 'ras', 'sal', 'ter', 'van', 'ver', 'wal']
const endings = ['bert', 'court', 'dier', 'gne', 'lier', 'mont', 'net', 'quin', 'rel', 'ssart', 'teau', 'vart']

const capital = (text) => text[0].toUpperCase() + text.slice(1)

/** @param {() => number} next @returns {{ title: string, body: string }} a title, and three to fourteen sentences */
export function proposal(next) {
  // The first subjects are talked of most.
  const common = (list) => list[Math.floor(next() ** 1.6 * list.length)]
  const any = (list) => list[Math.floor(next() * list.length)]
  const theme = common(subjects)
  const street = () => capital(any(syllables) + any(syllables) + any(endings))
  const sentence = () => {
    const what = next() < 0.75 ? common(theme) : common(common(subjects))
    const end = next() < 0.3 ? ` rue ${street()}` : next() < 0.6 ? ` ${any(places)}` : ''
    return `${any(openings)} ${any(verbs)} ${what}${end}${next() < 0.7 ? `, ${any(reasons)}` : ''}.`
  }
  return {
    title: `${capital(any(verbs))} ${common(theme)} ${next() < 0.15 ? `rue ${street()}` : any(places)}`,
    body: Array.from({ length: 3 + Math.floor(next() ** 2 * 12) }, sentence).join(' '),
  }
}

/** One or two sentences. */
export function remark(next) {
  const { body } = proposal(next)
  return body.slice(0, 60 + Math.floor(next() * 240)).trim()
}
