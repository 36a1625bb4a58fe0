/** What an operator reads aloud on the telephone, a step a paragraph: its first line is its name. A change of words is a new version; the old one stays, since visits name it. */
export const PHONE_SCRIPTS: readonly { version: string, effectiveFrom: string, body: string }[] = [
  {
    version: '1.0',
    effectiveFrom: '2025-01-01T00:00:00+01:00',
    body: `Se présenter
Bonjour. Je vous appelle, ou vous m’appelez, pour participer à une consultation de la métropole. Je m’appelle… et je travaille pour… Cet appel n’est pas enregistré. Êtes-vous seul, ou quelqu’un vous écoute-t-il\u00a0? Vous pouvez rappeler plus tard.

Dire ce qu’on peut faire
Par téléphone, vous pouvez faire une proposition, ou répondre à un questionnaire. C’est moi qui écris, et j’entends donc vos réponses. On ne vote pas par téléphone. Pour voter, vous pouvez aller sur internet, venir dans un lieu d’aide, ou prendre un bulletin papier.

Rester neutre
Je vous lis tout, sans donner mon avis. Vous pouvez demander de relire. Vous pouvez dire que vous ne savez pas. Vous pouvez arrêter à tout moment.

Dire ce qui est gardé
Je vais taper votre nom, votre prénom, votre date de naissance et votre commune. L’ordinateur en fait un code, pour que chaque personne compte une fois, puis il les efface. Votre numéro de téléphone est gardé deux semaines au plus. Une autre personne vous rappellera peut-être pour demander si vous avez bien participé. Elle ne demandera pas ce que vous avez répondu.

Demander la protection
Si vous êtes sous tutelle, sous curatelle ou sous sauvegarde de justice, je ne peux pas participer à votre place. Je peux vous dire où le faire vous-même, avec quelqu’un à côté de vous.

Expliquer le récépissé
À la fin, je vous lis un code. Il prouve que votre participation est arrivée. Vous le recevez aussi par SMS ou par courrier, en trois jours au plus.

Demander l’accord
Est-ce que vous êtes d’accord pour participer ainsi, par téléphone\u00a0?`,
  },
]
