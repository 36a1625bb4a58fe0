// Every page of the site and who looks at it. A route without a line here fails the checks: a page cannot be forgotten.
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../lib/system.mjs'

const budget = '/consultations/budget-participatif-des-mobilites-a-vous-de-choisir'
const ideas = '/consultations/rafraichir-nos-places-et-nos-rues'
const school = '/consultations/des-rues-calmes-devant-les-ecoles'
const trips = '/consultations/vos-trajets-de-tous-les-jours'
const finished = '/consultations/budget-participatif-nature-en-ville'
// One vote of each other way to vote, open or published.
const methods = {
  points: '/consultations/le-jardin-de-jeux-du-parc-de-la-citadelle', ranking: '/consultations/un-bus-de-nuit-par-ou-passe-t-il', grades: '/consultations/la-place-du-marche-quatre-projets-a-juger',
  shares: '/consultations/un-budget-partage-pour-les-cours-d-ecole', merit: '/consultations/quelles-heures-calmes-pour-les-chantiers',
}
const link = (from, pattern) => ({ from, pattern })
const draft = (rest) => link('/gestion/consultations?etat=draft&q=nuit', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
const underWay = (rest) => link('/gestion/consultations?etat=open', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
// Ideas are collected, the vote that follows is being prepared.
const prepared = (rest) => link('/gestion/consultations?etat=open&q=rafraichir', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
// The next meeting of those that staff prepare.
const meeting = (rest) => link(prepared('/rencontres'), [/^\/gestion\/consultations\/[0-9a-f-]{36}\/rencontres\/[0-9a-f-]{36}/, rest])
// Its vote has its question and its options.
const lights = (rest) => link('/gestion/consultations?etat=draft&q=quels+quartiers', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
const twoVotes = (rest) => link('/gestion/consultations?etat=draft&q=deux+votes', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
// A questionnaire in the making, one that is open, one that is published.
const asking = (rest) => link('/gestion/consultations?etat=draft&q=questionnaire', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
const answering = (rest) => link('/gestion/consultations?etat=open&q=bus+marche', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
const park = (rest) => link('/gestion/consultations?etat=finished&q=parc+du+canal', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
// The one that travels, with its stops.
const centre = (rest) => link('/gestion/centres?q=bus', [/^\/gestion\/centres\/[0-9a-f-]{36}/, rest])
const voting = (rest) => link('/gestion/consultations?etat=open&q=mobilites', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
const debating = (rest) => link('/gestion/consultations?etat=open&q=rues+calmes', [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])
// Batches of paper by what they wait for.
const batch = (step, rest) => link(`/mediation/papier/lots?etape=${step}`, [/^\/mediation\/papier\/lots\/[0-9a-f-]{36}$/, rest])
const ofComment = (rest) => link(`${school}/debats/1`, [/^\/consultations\/[^/]+\/commentaires\/[0-9a-f-]{36}/, rest])
// One's own, which platform.mjs has just written.
const ownComment = (act) => link(`${school}/debats/1?tri=recent`, [new RegExp(`^/consultations/[^/]+/commentaires/[0-9a-f-]{36}/${act}`)])
// A comment that moderation hid, with its author's appeal.
const discussed = link(`${ideas}/propositions?q=vingt+arbres`, [/^\/consultations\/[^/]+\/propositions\/\d+$/, '?tri=recent'])
const hiddenCase = link('/gestion/moderation?etat=masques', [/^\/gestion\/moderation\/[0-9a-f-]{36}$/])
// Each of these pages is for one moment after the close: the consultation that stands there is looked for by its title.
const ended = (words, rest) => link(`/gestion/consultations?etat=finished&q=${words}`, [/^\/gestion\/consultations\/[0-9a-f-]{36}/, rest])

/**
 * route: as the folders name it. path: an address, a link found on another page, or 'walk': a journey of journeys.mjs looks at it.
 * as: who looks (see platform.mjs), nobody signed in otherwise. citizen: under the budget of weight.
 */
export const pages = [
  { route: '/', path: '/', citizen: true },
  { route: '/consultations', path: '/consultations', citizen: true },
  { route: '/consultations/[slug]', path: budget, citizen: true },
  { route: '/consultations/[slug]', name: 'consultation-idees', path: ideas, citizen: true },
  { route: '/consultations/[slug]', name: 'consultation-terminee', path: finished, citizen: true },
  { route: '/consultations/[slug]/propositions', path: `${ideas}/propositions`, citizen: true },
  { route: '/consultations/[slug]/propositions', name: 'propositions-carte', path: `${ideas}/propositions?vue=carte`, citizen: true },
  { route: '/consultations/[slug]/propositions', name: 'propositions-vide', path: `${ideas}/propositions?q=zzzz`, citizen: true },
  { route: '/consultations/[slug]/propositions/[number]', path: `${ideas}/propositions/3`, citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/modifier', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/\d+$/, '/modifier']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/retirer', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/\d+$/, '/retirer']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/lieu', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/\d+$/, '/lieu']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/nouvelle', path: `${ideas}/propositions/nouvelle`, as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/debats', path: `${school}/debats`, citizen: true },
  { route: '/consultations/[slug]/debats/[number]', path: `${school}/debats/1`, citizen: true },
  { route: '/consultations/[slug]/debats/[number]', name: 'debat-conclu', path: `${school}/debats/2`, citizen: true },
  { route: '/consultations/[slug]/commentaires/nouveau', path: `${school}/commentaires/nouveau?sur=debat-1`, as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/commentaires/[id]', path: ofComment(''), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/commentaires/[id]/modifier', path: ownComment('modifier'), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/commentaires/[id]/supprimer', path: ownComment('supprimer'), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/signaler', path: `${ideas}/signaler?proposition=3`, citizen: true },
  { route: '/consultations/[slug]/questionnaire', path: `${trips}/questionnaire`, citizen: true },
  { route: '/consultations/[slug]/questionnaire/retrait', path: `${trips}/questionnaire/retrait`, as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/questionnaire/page/[n]', path: `${trips}/questionnaire/page/1`, as: 'respondent', citizen: true },
  { route: '/consultations/[slug]/questionnaire/page/[n]', name: 'questionnaire-page-2', path: `${trips}/questionnaire/page/2`, as: 'respondent', citizen: true },
  { route: '/consultations/[slug]/questionnaire/relecture', path: `${trips}/questionnaire/relecture`, as: 'respondent', citizen: true },
  { route: '/consultations/[slug]/questionnaire/envoi', path: `${trips}/questionnaire/envoi`, as: 'respondent', citizen: true },
  { route: '/consultations/[slug]/questionnaire/resultats', path: '/consultations/le-parc-du-canal-qu-en-faites-vous/questionnaire/resultats', citizen: true },
  { route: '/consultations/[slug]/questionnaire/resultats/[question]', path: link('/consultations/le-parc-du-canal-qu-en-faites-vous/questionnaire/resultats', [/^\/consultations\/[^/]+\/questionnaire\/resultats\/[^?]+/]), citizen: true },
  { route: '/consultations/[slug]/rencontres', path: `${ideas}/rencontres`, citizen: true },
  { route: '/consultations/[slug]/rencontres/[number]', path: `${ideas}/rencontres/3`, citizen: true },
  { route: '/consultations/[slug]/rencontres/[number]', name: 'rencontre-passee', path: `${ideas}/rencontres/1`, citizen: true },
  { route: '/consultations/[slug]/rencontres/[number]/inscription', path: `${ideas}/rencontres/3/inscription`, citizen: true },
  { route: '/rencontres', name: 'rencontres-carte', path: '/rencontres?vue=carte&commune=', citizen: true },
  { route: '/rencontres', path: '/rencontres', citizen: true },
  { route: '/rencontres/inscription', path: '/rencontres/inscription', citizen: true },
  { route: '/consultations/[slug]/propositions/brouillons/[draft]/lieu', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/brouillons\/[0-9a-f-]+$/, '/lieu']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/brouillons/[draft]', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/brouillons\/[0-9a-f-]+$/]), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/auteurs', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/\d+$/, '/auteurs']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/amendements', path: `${ideas}/propositions/3/amendements`, citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/amendements/nouveau', path: `${ideas}/propositions/3/amendements/nouveau`, as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/amendements/[amendment]', path: link(`${ideas}/propositions/1/amendements`, [/^\/consultations\/[^/]+\/propositions\/\d+\/amendements\/\d+$/]), citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/versions', path: `${ideas}/propositions/1/versions`, citizen: true },
  { route: '/consultations/[slug]/vote', path: `${budget}/vote`, citizen: true },
  { route: '/consultations/[slug]/vote/retrait', path: 'walk', as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/vote', name: 'vote-points', path: `${methods.points}/vote`, citizen: true },
  { route: '/consultations/[slug]/vote', name: 'vote-rangs', path: `${methods.ranking}/vote`, citizen: true },
  { route: '/consultations/[slug]/vote', name: 'vote-notes', path: `${methods.grades}/vote`, citizen: true },
  { route: '/consultations/[slug]/resultats', path: `${finished}/resultats`, citizen: true },
  { route: '/consultations/[slug]/resultats', name: 'resultats-parts', path: `${methods.shares}/resultats`, citizen: true },
  { route: '/consultations/[slug]/resultats', name: 'resultats-notes', path: `${methods.merit}/resultats`, citizen: true },
  { route: '/centres', path: '/centres', citizen: true },
  { route: '/centres/[slug]', path: link('/centres', [/^\/centres\/[^/?]+$/]), citizen: true },
  { route: '/charte', path: '/charte', citizen: true },
  { route: '/charte/[slug]', path: '/charte/budget-participatif-des-mobilites-a-vous-de-choisir', citizen: true },
  { route: '/recherche', path: '/recherche?q=mediateque', citizen: true },
  { route: '/centres/[slug]/rendez-vous', path: '/centres/lille-wazemmes/rendez-vous', citizen: true },
  { route: '/rendez-vous', path: '/rendez-vous', citizen: true },
  { route: '/centres/[slug]/suites', path: '/centres/lille-wazemmes/suites', citizen: true },
  { route: '/recu', path: '/recu', citizen: true },
  { route: '/compte/recepisses', path: '/compte/recepisses', as: 'citizen', citizen: true },
  { route: '/reclamation', path: '/reclamation', citizen: true },
  { route: '/aide', path: '/aide', citizen: true },
  { route: '/aide/rappel', path: '/aide/rappel', citizen: true },
  { route: '/accessibilite', path: '/accessibilite', citizen: true },
  { route: '/confidentialite', path: '/confidentialite', citizen: true },
  { route: '/mentions', path: '/mentions', citizen: true },
  { route: '/donnees', path: '/donnees', citizen: true },
  { route: '/confort', path: '/confort', citizen: true },
  { route: '/connexion', path: '/connexion', citizen: true },
  { route: '/connexion/code', path: '/connexion/code', as: 'before-the-code' },
  { route: '/devenir-lieu-d-accueil', path: '/devenir-lieu-d-accueil' },
  { route: '/reserve-citoyenne', path: '/reserve-citoyenne', as: 'citizen' },
  { route: '/inscription', path: '/inscription', citizen: true },
  { route: '/inscription/confirmation', path: '/inscription/confirmation', citizen: true },
  { route: '/inscription/confirmation/[jeton]', path: `/inscription/confirmation/${'x'.repeat(43)}`, citizen: true },
  { route: '/mot-de-passe', path: '/mot-de-passe', citizen: true },
  { route: '/mot-de-passe/[jeton]', path: `/mot-de-passe/${'x'.repeat(43)}`, citizen: true },
  { route: '/courrier', path: '/courrier', citizen: true },
  { route: '/desabonnement/[jeton]', path: link('/courrier', [/^\/desabonnement\/[A-Za-z0-9_-]+/]), citizen: true },
  { route: '/consultations/[slug]/propositions/brouillons/[draft]/fichiers', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/brouillons\/[0-9a-f-]+$/, '/fichiers']), as: 'citizen', citizen: true },
  { route: '/consultations/[slug]/propositions/[number]/fichiers', path: link('/compte', [/^\/consultations\/[^/]+\/propositions\/\d+$/, '/fichiers']), as: 'citizen', citizen: true },
  { route: '/desabonnement/[jeton]', name: 'desabonnement-inconnu', path: `/desabonnement/${'x'.repeat(43)}`, citizen: true },
  { route: '/compte', path: '/compte', as: 'citizen', citizen: true },
  { route: '/compte/nouvelles', path: '/compte/nouvelles', as: 'citizen', citizen: true },
  { route: '/compte/suivis', path: '/compte/suivis', as: 'citizen', citizen: true },
  { route: '/compte/identite', path: '/compte/identite', as: 'citizen', citizen: true },
  { route: '/compte/propositions', path: '/compte/propositions', as: 'citizen', citizen: true },
  { route: '/compte/soutiens', path: '/compte/soutiens', as: 'citizen', citizen: true },
  { route: '/compte/commentaires', path: '/compte/commentaires', as: 'citizen', citizen: true },
  { route: '/compte/debats', path: '/compte/debats', as: 'citizen', citizen: true },
  { route: '/compte/rencontres', path: '/compte/rencontres', as: 'citizen', citizen: true },
  { route: '/compte/signalements', path: '/compte/signalements', as: 'citizen', citizen: true },
  { route: '/compte/moderation', path: '/compte/moderation', as: 'citizen', citizen: true },
  { route: '/compte/moderation/[id]', path: link(discussed, [/^\/compte\/moderation\/[0-9a-f-]{36}$/]), as: 'citizen', citizen: true },
  { route: '/compte/voix/[slug]/[number]', path: link('/compte', [/^\/compte\/voix\/[^/]+\/\d+/]), as: 'citizen', citizen: true },
  { route: '/compte/supprimer', path: '/compte/supprimer', as: 'citizen', citizen: true },
  { route: '(error)', path: '/cette-page-manque', citizen: true },
  { route: '/compte/jetons', path: '/compte/jetons', as: 'staff' },
  { route: '/api/docs', path: '/api/docs', citizen: true },
  { route: '/api/docs/[noun]', path: link('/api/docs', [/^\/api\/docs\/[a-z-]+$/]), citizen: true },
  { route: '/galerie', path: '/galerie' },
  { route: '/galerie/[component]', path: '/galerie/phase-line' },
  { route: '/galerie/[component]/[example]', path: link('/galerie/phase-line', [/^\/galerie\/phase-line\/[a-z-]+$/]) },

  { route: '/mediation', path: '/mediation', as: 'mediator' },
  { route: '/mediation/personne', path: '/mediation/personne', as: 'mediator' },
  { route: '/mediation/file', path: '/mediation/file', as: 'mediator' },
  { route: '/mediation/file/ecran', path: '/mediation/file/ecran?lieu=lille-wazemmes' },
  { route: '/mediation/rendez-vous', path: '/mediation/rendez-vous', as: 'mediator' },
  { route: '/mediation/alertes', path: '/mediation/alertes', as: 'mediator' },
  { route: '/mediation/journee', path: '/mediation/journee', as: 'mediator' },
  { route: '/mediation/reclamations', path: '/mediation/reclamations', as: 'mediator' },
  { route: '/mediation/suites', path: '/mediation/suites', as: 'mediator' },
  { route: '/mediation/bornes', path: '/mediation/bornes', as: 'mediator' },
  { route: '/mediation/bornes/passage', path: '/mediation/bornes/passage', as: 'mediator' },
  { route: '/mediation/papier', path: '/mediation/papier', as: 'mediator' },
  { route: '/mediation/papier/lots', path: '/mediation/papier/lots', as: 'mediator' },
  { route: '/mediation/papier/lots', name: 'mediation-papier-lots-agent', path: '/mediation/papier/lots', as: 'staff' },
  { route: '/mediation/papier/lots/recevoir', path: '/mediation/papier/lots/recevoir', as: 'mediator' },
  { route: '/mediation/papier/lots/[id]', path: batch('first', ''), as: 'mediator' },
  { route: '/mediation/papier/lots/[id]', name: 'mediation-papier-lot-a-ouvrir', path: batch('open', ''), as: 'mediator' },
  { route: '/mediation/papier/lots/[id]', name: 'mediation-papier-lot-a-trancher', path: batch('rule', ''), as: 'staff' },
  { route: '/mediation/papier/lots/[id]/enveloppes', path: batch('open', '/enveloppes'), as: 'mediator' },
  { route: '/mediation/papier/lots/[id]/saisie', path: batch('first', '/saisie'), as: 'staff' },
  { route: '/mediation/papier/lots/[id]/arbitrage', path: batch('rule', '/arbitrage'), as: 'staff' },
  { route: '/mediation/papier/lots/[id]/proces-verbal', path: batch('rule', '/proces-verbal'), as: 'mediator' },
  { route: '/mediation/papier/jour', path: link('/mediation/papier/lots', [/^\/mediation\/papier\/jour\?de=[^"]+/]), as: 'mediator' },
  { route: '/borne', path: '/borne', citizen: true },
  { route: '/borne/code', path: 'walk', as: 'mediator' },
  { route: '/borne/notice', path: 'walk', as: 'mediator' },
  { route: '/borne/faire', path: 'walk', as: 'mediator' },
  { route: '/borne/vote', path: 'walk', as: 'mediator' },
  { route: '/borne/questionnaire', path: 'walk', as: 'mediator' },
  { route: '/borne/soutien', path: 'walk', as: 'mediator' },
  { route: '/borne/proposition', path: 'walk', as: 'mediator' },
  { route: '/borne/avis', path: 'walk', as: 'mediator' },
  { route: '/borne/recu', path: 'walk', as: 'mediator' },
  { route: '/mediation/telephone', path: '/mediation/telephone', as: 'mediator' },
  { route: '/mediation/telephone/rappels', path: '/mediation/telephone/rappels', as: 'mediator' },
  { route: '/mediation/telephone/rappels/[id]', path: link('/mediation/telephone/rappels', [/^\/mediation\/telephone\/rappels\/[0-9a-f-]{36}$/]), as: 'mediator' },
  { route: '/mediation/telephone/recus', path: '/mediation/telephone/recus', as: 'mediator' },
  { route: '/mediation/telephone/recus/[id]', path: link('/mediation/telephone/recus', [/^\/mediation\/telephone\/recus\/[0-9a-f-]{36}$/]), as: 'mediator' },
  { route: '/mediation/telephone/verifications', path: '/mediation/telephone/verifications', as: 'mediator' },
  { route: '/mediation/telephone/verifications/[id]', path: link('/mediation/telephone/verifications', [/^\/mediation\/telephone\/verifications\/[0-9a-f-]{36}$/]), as: 'mediator' },
  { route: '/mediation/temoin', path: '/mediation/temoin', as: 'mediator' },
  { route: '/mediation/texte', path: '/mediation/texte', as: 'mediator' },
  { route: '/mediation/formation', path: '/mediation/formation', as: 'mediator' },
  { route: '/mediation/formation/[page]', path: '/mediation/formation/secret', as: 'citizen' },
  { route: '/mediation/formation/test', path: '/mediation/formation/test', as: 'citizen' },
  { route: '/mediation/habilitation', path: '/mediation/habilitation', as: 'mediator' },
  { route: '/mediation/equipe', path: '/mediation/equipe', as: 'referent' },
  { route: '/mediation/equipe/[id]', path: link('/mediation/equipe', [/^\/mediation\/equipe\/[0-9a-f-]{36}$/]), as: 'referent' },
  { route: '/mediation/rencontres', path: '/mediation/rencontres', as: 'mediator' },
  { route: '/mediation/rencontres/[slug]/[number]', path: `/mediation/rencontres${ideas.replace('/consultations', '')}/3`, as: 'mediator' },
  { route: '/mediation/session/[id]', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/accord', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/recu/[n]', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/mandat', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/proposition', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/soutien', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/commentaire', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/signature', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/amendement', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/signalement', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/suites', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/retrait', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/vote', path: 'walk', as: 'mediator' },
  { route: '/mediation/session/[id]/questionnaire', path: 'walk', as: 'mediator' },

  { route: '/gestion', path: '/gestion', as: 'staff' },
  { route: '/gestion/consultations', path: '/gestion/consultations', as: 'staff' },
  { route: '/gestion/consultations/nouvelle', path: '/gestion/consultations/nouvelle', as: 'staff' },
  { route: '/gestion/consultations/[id]', path: underWay(''), as: 'staff' },
  { route: '/gestion/consultations/[id]/preparation', path: draft('/preparation'), as: 'staff' },
  { route: '/gestion/consultations/[id]/essentiel', path: draft('/essentiel'), as: 'staff' },
  { route: '/gestion/consultations/[id]/contenu', path: draft('/contenu'), as: 'staff' },
  { route: '/gestion/consultations/[id]/public', path: draft('/public'), as: 'staff' },
  { route: '/gestion/consultations/[id]/sans-internet', path: draft('/sans-internet'), as: 'staff' },
  { route: '/gestion/consultations/[id]/calendrier', path: draft('/calendrier'), as: 'staff' },
  { route: '/gestion/consultations/[id]/vote', path: twoVotes('/vote'), as: 'staff' },
  { route: '/gestion/consultations/[id]/supprimer', path: draft('/supprimer'), as: 'staff' },
  { route: '/gestion/consultations/[id]/vote/[voteId]', path: link(prepared('/vote'), [/^\/gestion\/consultations\/[0-9a-f-]{36}\/vote\/[0-9a-f-]{36}/]), as: 'staff' },
  { route: '/gestion/consultations/[id]/vote/[voteId]/methode', path: link(prepared('/vote'), [/^\/gestion\/consultations\/[0-9a-f-]{36}\/vote\/[0-9a-f-]{36}/, '/methode']), as: 'staff' },
  { route: '/gestion/consultations/[id]/vote/[voteId]/apercu', path: link(lights('/vote'), [/^\/gestion\/consultations\/[0-9a-f-]{36}\/vote\/[0-9a-f-]{36}/, '/apercu']), as: 'staff' },
  { route: '/gestion/consultations/[id]/propositions', path: underWay('/propositions'), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres', path: prepared('/rencontres'), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres/nouvelle', path: prepared('/rencontres/nouvelle'), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres/[meeting]', path: meeting(''), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres/[meeting]/modifier', path: meeting('/modifier'), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres/[meeting]/annuler', path: meeting('/annuler'), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres/[meeting]/inscrits', path: meeting('/inscrits'), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres/[meeting]/questions', path: meeting('/questions'), as: 'staff' },
  { route: '/gestion/consultations/[id]/rencontres/[meeting]/compte-rendu', path: meeting('/compte-rendu'), as: 'staff' },
  { route: '/gestion/consultations/[id]/questionnaire', path: asking('/questionnaire'), as: 'staff' },
  { route: '/gestion/consultations/[id]/questionnaire/apercu', path: asking('/questionnaire/apercu'), as: 'staff' },
  { route: '/gestion/consultations/[id]/questionnaire/question', path: asking('/questionnaire/question?cle=minutes'), as: 'staff' },
  { route: '/gestion/consultations/[id]/questionnaire/contestations', path: answering('/questionnaire/contestations'), as: 'staff' },
  { route: '/gestion/consultations/[id]/questionnaire/resultats', path: answering('/questionnaire/resultats'), as: 'staff' },
  { route: '/gestion/consultations/[id]/questionnaire/resultats', name: 'gestion-questionnaire-publie', path: park('/questionnaire/resultats'), as: 'roubaix' },
  { route: '/gestion/consultations/[id]/questionnaire/fichiers/[question]', path: park('/questionnaire/fichiers/photo'), as: 'roubaix' },
  { route: '/gestion/consultations/[id]/questionnaire/textes/[question]', path: park('/questionnaire/textes/libre'), as: 'roubaix' },
  { route: '/gestion/consultations/[id]/papier', path: voting('/papier'), as: 'staff' },
  { route: '/gestion/consultations/[id]/papier', name: 'gestion-papier-questionnaire', path: answering('/papier'), as: 'staff' },
  { route: '/gestion/consultations/[id]/equite', path: voting('/equite'), as: 'staff' },
  { route: '/gestion/consultations/[id]/equite', name: 'gestion-equite-questionnaire', path: answering('/equite'), as: 'staff' },
  { route: '/gestion/consultations/[id]/regles-propositions', path: prepared('/regles-propositions'), as: 'staff' },
  { route: '/gestion/consultations/[id]/regroupements', path: underWay('/regroupements'), as: 'staff' },
  { route: '/gestion/consultations/[id]/regroupements/reunir', path: underWay('/regroupements/reunir'), as: 'staff' },
  { route: '/gestion/consultations/[id]/regroupements/partager', path: underWay('/regroupements/partager'), as: 'staff' },
  { route: '/gestion/consultations/[id]/reponses', path: prepared('/reponses'), as: 'staff' },
  { route: '/gestion/consultations/[id]/reponses/[proposal]', path: prepared('/reponses/3'), as: 'staff' },
  { route: '/gestion/consultations/[id]/reponses/publier', path: prepared('/reponses/publier'), as: 'staff' },
  { route: '/gestion/consultations/[id]/reponses/mots', path: prepared('/reponses/mots'), as: 'staff' },
  { route: '/gestion/telephone', path: '/gestion/telephone', as: 'staff' },
  { route: '/gestion/organisations', path: '/gestion/organisations', as: 'staff' },
  { route: '/gestion/organisations/[id]', path: link('/gestion/organisations', [/^\/gestion\/organisations\/[0-9a-f-]{36}$/]), as: 'staff' },
  { route: '/gestion/alertes', path: '/gestion/alertes', as: 'staff' },
  { route: '/gestion/releves', path: '/gestion/releves', as: 'staff' },
  { route: '/gestion/reserve', path: '/gestion/reserve', as: 'staff' },
  { route: '/gestion/reserve/nouvelle', path: '/gestion/reserve/nouvelle', as: 'staff' },
  { route: '/gestion/reserve/[id]', path: link('/gestion/reserve', [/^\/gestion\/reserve\/[0-9a-f-]{36}$/]), as: 'staff' },
  { route: '/gestion/habilitations', path: '/gestion/habilitations', as: 'staff' },
  { route: '/gestion/habilitations/cartes', path: '/gestion/habilitations/cartes', as: 'staff' },
  { route: '/gestion/habilitations/[id]', path: link('/gestion/habilitations', [/^\/gestion\/habilitations\/[0-9a-f-]{36}$/]), as: 'staff' },
  { route: '/gestion/centres', path: '/gestion/centres', as: 'staff' },
  { route: '/gestion/suites', path: '/gestion/suites', as: 'staff' },
  { route: '/gestion/reclamations', path: '/gestion/reclamations?etat=all', as: 'staff' },
  { route: '/gestion/reclamations/[id]', path: link('/gestion/reclamations', [/^\/gestion\/reclamations\/[0-9a-f-]{36}$/]), as: 'staff' },
  { route: '/gestion/centres/mandats', path: '/gestion/centres/mandats', as: 'staff' },
  { route: '/gestion/centres/mandats/[id]', path: link('/gestion/centres/mandats', [/^\/gestion\/centres\/mandats\/[0-9a-f-]{36}$/]), as: 'staff' },
  { route: '/gestion/centres/nouveau', path: '/gestion/centres/nouveau', as: 'staff' },
  { route: '/gestion/centres/import', path: '/gestion/centres/import', as: 'staff' },
  { route: '/gestion/centres/import/[file]', path: link('/gestion/centres/import', [/^\/gestion\/centres\/import\/[0-9a-f-]{36}$/]), as: 'staff' },
  { route: '/gestion/centres/[id]', path: centre(''), as: 'staff' },
  { route: '/gestion/centres/[id]/fiche', path: centre('/fiche'), as: 'staff' },
  { route: '/gestion/centres/[id]/rendez-vous', path: centre('/rendez-vous'), as: 'staff' },
  { route: '/gestion/centres/[id]/horaires', path: centre('/horaires'), as: 'staff' },
  { route: '/gestion/lettres', path: '/gestion/lettres', as: 'staff' },
  { route: '/gestion/lettres/nouvelle', path: '/gestion/lettres/nouvelle', as: 'staff' },
  { route: '/gestion/lettres/[id]', path: link('/gestion/lettres', [/^\/gestion\/lettres\/[0-9a-f-]{36}/]), as: 'staff' },
  { route: '/gestion/lettres/[id]/modifier', path: link(link('/gestion/lettres?etat=draft', [/^\/gestion\/lettres\/[0-9a-f-]{36}/]), [/^\/gestion\/lettres\/[0-9a-f-]{36}\/modifier/]), as: 'staff' },
  { route: '/gestion/consultations/[id]/imports', path: prepared('/imports'), as: 'staff' },
  { route: '/gestion/consultations/[id]/imports/[import]', path: link(prepared('/imports'), [/^\/gestion\/consultations\/[0-9a-f-]{36}\/imports\/[0-9a-f-]{36}/]), as: 'staff' },
  { route: '/gestion/consultations/[id]/export', path: underWay('/export'), as: 'staff' },
  { route: '/gestion/consultations/[id]/prolonger', path: underWay('/prolonger'), as: 'staff' },
  { route: '/gestion/consultations/[id]/suspendre', path: underWay('/suspendre'), as: 'guardian' },
  { route: '/gestion/consultations/[id]/contestations', path: ended('mediatheques', '/contestations'), as: 'staff' },
  { route: '/gestion/consultations/[id]/scellement', path: ended('mediatheques', '/scellement'), as: 'staff' },
  { route: '/gestion/consultations/[id]/depouillement', path: ended('toilettes', '/depouillement'), as: 'staff' },
  { route: '/gestion/consultations/[id]/depouillement/autrement', path: ended('cours', '/depouillement/autrement'), as: 'staff' },
  { route: '/gestion/consultations/[id]/archiver', path: ended('mediatheques', '/archiver'), as: 'staff' },
  { route: '/gestion/consultations/[id]/debats', path: debating('/debats'), as: 'staff' },
  { route: '/gestion/consultations/[id]/debats/nouveau', path: debating('/debats/nouveau'), as: 'staff' },
  { route: '/gestion/consultations/[id]/debats/[number]', path: debating('/debats/1'), as: 'staff' },
  { route: '/gestion/moderation', path: '/gestion/moderation', as: 'staff' },
  { route: '/gestion/moderation/[id]', path: hiddenCase, as: 'staff' },
  { route: '/gestion/moderation/decider', path: link(hiddenCase, [/^\/gestion\/moderation\/decider\?cas=[0-9a-f-]{36}/, '&acte=restore']), as: 'staff' },
  { route: '/gestion/moderation/journal', path: '/gestion/moderation/journal', as: 'staff' },
  { route: '/gestion/moderation/reglages', path: '/gestion/moderation/reglages', as: 'staff' },
  { route: '/gestion/personnes', path: '/gestion/personnes', as: 'administrator' },
  { route: '/gestion/personnes/nouveau', path: '/gestion/personnes/nouveau', as: 'administrator' },
  { route: '/gestion/journal', path: '/gestion/journal', as: 'administrator' },
  { route: '/gestion/effacements', path: '/gestion/effacements', as: 'administrator' },
  { route: '/gestion/effacements/[kind]/[id]', path: link('/gestion/effacements', [/^\/gestion\/effacements\/[a-z]+\/[0-9a-f-]{36}/]), as: 'administrator' },
  { route: '/gestion/travaux', path: '/gestion/travaux', as: 'administrator' },
  { route: '/gestion/travaux/[id]/abandonner', path: link('/gestion/travaux', [/^\/gestion\/travaux\/[0-9a-f-]{36}\/abandonner/]), as: 'administrator' },
  { route: '/gestion/travaux/relancer', path: '/gestion/travaux/relancer', as: 'administrator' },
]

let made
/** The routes that the folders make, as `pages` names them. */
export function routes() {
  if (made) return made
  const folder = join(root, 'apps/web/src/routes')
  made = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('+page.svelte'))
    .map((name) => `/${relative('.', name).replace(/\/?\+page\.svelte$/, '')}`)
    .sort()
  return made
}

const names = (route) => route.split('[').length
/** The route that an address is of: the one that names least of it. */
export function routeOf(address) {
  return routes().filter((route) => new RegExp(`^${route.replaceAll(/\[\w+\]/g, '[^/]+')}$`).test(address)).sort((one, other) => names(one) - names(other))[0]
}

/** Pages that only a journey reaches, and none of the addresses that journeys looked at is of: a page nobody looks at. */
export function unseen(addresses) {
  const looked = new Set(addresses.map(routeOf))
  return pages.filter(({ path, route }) => path === 'walk' && !looked.has(route)).map(({ route }) => route)
}

/** The address of each page on this platform. `fetchAs(as, path)` gives a page's HTML. */
export async function addresses(fetchAs) {
  const found = new Map()
  async function resolve(path, as) {
    if (typeof path === 'string') return path
    const { pattern: [shape, rest = ''] } = path
    const key = `${JSON.stringify(path.from)} ${shape}`
    if (!found.has(key)) {
      const from = await resolve(path.from, as)
      const html = from === undefined ? '' : await fetchAs(as, from)
      const href = [...html.matchAll(/href="([^"]+)"/g)].map(([, value]) => value).find((value) => shape.test(value))
      found.set(key, href ? shape.exec(href)[0] : undefined)
    }
    const base = found.get(key)
    return base === undefined ? undefined : base + rest
  }
  const listed = []
  for (const page of pages.filter(({ path }) => path !== 'walk')) listed.push({ ...page, address: await resolve(page.path, page.as) })
  return listed
}
