// Citizen pages send no framework script. /mediation and /gestion say otherwise in their own layout.
export const csr = false
