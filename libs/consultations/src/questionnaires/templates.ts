import type { Item, Questionnaire } from './questionnaire'

/** A ready questionnaire, to be copied and then written for one's own place. Content, in French like every consultation. */
export interface Template {
  id: string
  title: string
  content: Questionnaire
}

const options = (...labels: string[]): { key: string, label: string }[] => labels.map((label, index) => ({ key: `o${index + 1}`, label }))
const rows = (...labels: string[]): { key: string, label: string }[] => labels.map((label, index) => ({ key: `r${index + 1}`, label }))
const frequency = options('Tous les jours ou presque', 'Plusieurs fois par semaine', 'Plusieurs fois par mois', 'Plus rarement', 'Jamais')
const satisfaction = options('Très satisfait', 'Plutôt satisfait', 'Plutôt pas satisfait', 'Pas du tout satisfait')
const last: Item = { key: 'libre', kind: 'prose', label: 'Voulez-vous ajouter quelque chose ?', hint: 'N’écrivez ni votre nom, ni celui d’une autre personne.', maxLength: 1500 }

const MOBILITY: Template = {
  id: 'mobilite',
  title: 'Les déplacements du quotidien',
  content: {
    introduction: 'Dites comment vous vous déplacez, et ce qui vous manque. Comptez cinq minutes. Vos réponses servent à décider des prochains aménagements.',
    sections: [
      {
        key: 's1', title: 'Vos trajets', text: 'Pensez à une semaine habituelle.',
        items: [
          { key: 'commune', kind: 'commune', label: 'Dans quelle commune allez-vous le plus souvent, en dehors de la vôtre ?' },
          { key: 'moyens', kind: 'choices', label: 'Comment vous déplacez-vous d’habitude ?', options: options('À pied', 'À vélo', 'En bus, métro ou tramway', 'En train', 'En voiture, comme conducteur', 'En voiture, comme passager', 'En fauteuil roulant'), other: true, mandatory: true },
          { key: 'velo', kind: 'choice', label: 'À quelle fréquence prenez-vous le vélo ?', options: frequency, condition: { question: 'moyens', operator: 'is', value: 'o2' } },
          { key: 'sansvelo', kind: 'choices', label: 'Qu’est-ce qui vous retient de prendre le vélo ?', most: 3, options: options('La circulation', 'Le manque de pistes', 'Le vol', 'La distance', 'La météo', 'Ma santé', 'Je n’en ai pas envie'), other: true, condition: { question: 'moyens', operator: 'is-not', value: 'o2' } },
          { key: 'minutes', kind: 'number', label: 'Combien de temps dure votre trajet le plus fréquent ?', min: 0, max: 300, unit: 'minutes' },
        ],
      },
      {
        key: 's2', title: 'Votre avis', text: '',
        items: [
          { key: 'securite', kind: 'scale', label: 'Vous sentez-vous en sécurité quand vous vous déplacez ?', min: 1, max: 5, lowLabel: 'Pas du tout', highLabel: 'Tout à fait' },
          { key: 'reseaux', kind: 'matrix', label: 'Que pensez-vous de…', options: satisfaction, rows: rows('La fréquence des bus', 'L’information aux arrêts', 'L’état des trottoirs', 'Les pistes cyclables', 'Le stationnement des vélos') },
          { key: 'priorites', kind: 'ranking', label: 'Que faut-il améliorer d’abord ?', options: options('Des bus plus fréquents', 'Des trottoirs plus larges', 'Des pistes cyclables continues', 'Un métro plus tard le soir', 'Moins de voitures devant les écoles') },
          { key: 'photo', kind: 'file', label: 'Avez-vous une photo d’un endroit difficile sur votre trajet ?', hint: 'Ne montrez ni visage, ni plaque.' },
          last,
        ],
      },
    ],
  },
}

const PARK: Template = {
  id: 'parc',
  title: 'L’avenir d’un parc',
  content: {
    introduction: 'Le parc va être rénové. Dites comment vous y venez et ce que vous aimeriez y trouver. Comptez quatre minutes.',
    sections: [
      {
        key: 's1', title: 'Vous et le parc', text: '',
        items: [
          { key: 'venue', kind: 'choice', label: 'Venez-vous au parc ?', options: frequency, mandatory: true },
          { key: 'derniere', kind: 'date', label: 'Quand y êtes-vous venu pour la dernière fois ?', hint: 'Une date approchée suffit.', condition: { question: 'venue', operator: 'is-not', value: 'o5' } },
          { key: 'pourquoi', kind: 'choices', label: 'Qu’y faites-vous ?', options: options('Me promener', 'Accompagner des enfants', 'Faire du sport', 'Me reposer', 'Retrouver des amis', 'Promener un chien'), other: true, condition: { question: 'venue', operator: 'is-not', value: 'o5' } },
          { key: 'absence', kind: 'line', label: 'Pourquoi n’y venez-vous pas ?', condition: { question: 'venue', operator: 'is', value: 'o5' } },
        ],
      },
      {
        key: 's2', title: 'Le parc demain', text: 'Le nombre d’arbres ne diminuera pas. Le budget ne permet pas de tout faire.',
        items: [
          { key: 'envies', kind: 'ranking', label: 'Qu’aimeriez-vous y trouver ?', options: options('Des jeux pour les enfants', 'Des bancs à l’ombre', 'De l’eau', 'Un terrain de sport', 'Un jardin partagé', 'Des toilettes'), most: 4 },
          { key: 'soir', kind: 'choice', label: 'Le parc doit-il rester ouvert le soir en été ?', options: options('Oui, jusqu’à 22 heures', 'Oui, toute la nuit', 'Non, comme aujourd’hui') },
          { key: 'calme', kind: 'scale', label: 'Quelle place donner au calme et à la nature ?', min: 0, max: 10, lowLabel: 'Surtout des activités', highLabel: 'Surtout du calme' },
          { key: 'photo', kind: 'file', label: 'Avez-vous une photo d’un endroit du parc à améliorer ?', hint: 'Ne montrez pas de visage.' },
          last,
        ],
      },
    ],
  },
}

const SERVICE: Template = {
  id: 'satisfaction',
  title: 'La satisfaction d’un service public',
  content: {
    introduction: 'Vous avez utilisé ce service ces douze derniers mois. Votre avis aide à l’améliorer. Comptez trois minutes.',
    sections: [
      {
        key: 's1', title: 'Votre dernière démarche', text: '',
        items: [
          { key: 'comment', kind: 'choice', label: 'Comment avez-vous contacté le service ?', options: options('Au guichet', 'Par téléphone', 'Par internet', 'Par courrier'), other: true, mandatory: true },
          { key: 'attente', kind: 'number', label: 'Combien de temps avez-vous attendu au guichet ?', min: 0, max: 480, unit: 'minutes', condition: { question: 'comment', operator: 'is', value: 'o1' } },
          { key: 'avis', kind: 'matrix', label: 'Êtes-vous satisfait…', options: satisfaction, rows: rows('De l’accueil', 'Des horaires', 'De la clarté des explications', 'Du délai de réponse') },
          { key: 'note', kind: 'scale', label: 'Recommanderiez-vous ce service à un proche ?', min: 0, max: 10, lowLabel: 'Certainement pas', highLabel: 'Certainement', mandatory: true },
        ],
      },
      {
        key: 's2', title: 'Vos idées', text: '',
        items: [
          { key: 'aide', kind: 'choices', label: 'Qu’est-ce qui vous aiderait le plus ?', most: 2, options: options('Des horaires plus larges', 'Un rendez-vous', 'Une aide pour les démarches en ligne', 'Des courriers plus simples', 'Un accueil dans ma langue'), other: true },
          last,
        ],
      },
    ],
  },
}

export const TEMPLATES: readonly Template[] = [MOBILITY, PARK, SERVICE]
