import { Global, Module } from '@nestjs/common'
import { InclusionFacts } from '@parvis/consultations'
import { IdentityModule } from '@parvis/identity'
import { InclusionFactsFromCentres } from '@parvis/inclusion'

/** The only inverted dependency: what consultations ask of inclusion is answered by it, and bound here. */
@Global()
@Module({
  imports: [IdentityModule],
  providers: [{ provide: InclusionFacts, useClass: InclusionFactsFromCentres }],
  exports: [InclusionFacts],
})
export class InclusionFactsModule {}
