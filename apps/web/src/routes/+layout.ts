// No page sends a framework script: everything works by links and forms (one small enhancement module apart).
export const csr = false
