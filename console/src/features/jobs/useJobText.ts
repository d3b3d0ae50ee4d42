import { useWords } from '../../shared/words/words'
import type { JobRowFragment } from './jobs.generated'
import { words } from './words'

/** What a job is about, and who began it, in words. */
export function useJobText() {
  const say = useWords(words)
  return {
    about: (job: JobRowFragment): string =>
      [
        job.file?.name,
        job.channel?.name,
        job.agreement && say('agreement', { code: job.agreement.code }),
        job.productVersion && say('version', { version: job.productVersion.version }),
        job.endpoint?.url,
      ]
        .filter(Boolean)
        .join(' · ') || '–',
    who: (job: JobRowFragment): string => {
      switch (job.madeBy?.__typename) {
        case 'Colleague':
          return job.madeBy.displayName
        case 'CommandLine':
          return job.madeBy.user
        case 'ChannelKey':
          return job.madeBy.keyId
        default:
          return say('system')
      }
    },
  }
}
