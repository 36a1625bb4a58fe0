export type Role = 'citizen' | 'mediator' | 'staff' | 'guardian' | 'administrator'

/** Who may do what. A citizen is whoever is signed in; the other roles are held in a place and add to it. */
export const permissionsOf = {
  citizen: ['account.own', 'proposal.submit', 'proposal.support', 'ballot.cast', 'comment.write', 'comment.judge', 'meeting.register'],
  mediator: ['desk.use', 'paper.enter'],
  staff: [
    'console.use', 'consultation.prepare', 'consultation.announce', 'proposal.select', 'proposal.answer', 'proposal.import', 'vote.configure', 'questionnaire.configure',
    'contested.review', 'vote.seal', 'results.publish', 'consultation.export', 'audit.read', 'job.manage', 'token.own',
    'debate.write', 'comment.answer', 'content.moderate', 'appeal.decide', 'newsletter.send', 'centre.manage', 'habilitation.manage', 'claim.read', 'claim.decide', 'follow-up.send', 'paper.enter',
  ],
  guardian: ['console.use', 'appeal.decide', 'claim.read', 'claim.decide-appeal', 'consultation.suspend', 'charter.read-all', 'audit.read', 'token.own'],
  administrator: ['console.use', 'role.grant', 'audit.read', 'job.manage', 'token.own'],
} as const satisfies Record<Role, readonly string[]>

export type Permission = (typeof permissionsOf)[Role][number]

export const roles = Object.keys(permissionsOf) as Role[]

/** The roles that somebody grants. A mediator's follows from a habilitation: `identity.desk_place` says who holds it. */
export const grantedRoles = ['staff', 'guardian', 'administrator'] as const
export type GrantedRole = (typeof grantedRoles)[number]
/** The roles that are held in a place. */
export type HeldRole = GrantedRole | 'mediator'

/** What a program with a token may not do in its owner's name, even to read. */
export const peopleOnly: readonly Permission[] = [...permissionsOf.citizen, 'desk.use', 'paper.enter', 'role.grant', 'token.own']

export const roleHas = (role: Role, permission: Permission) => (permissionsOf[role] as readonly string[]).includes(permission)
