/** Fraud points as a short bar and a figure; loud where they alone sent the claim to a person. */
export function ScoreBar({ score, loud }: { score: number; loud: boolean }) {
  return (
    <span className={loud ? 'promise bad' : 'promise'}>
      <svg width="30" height="5" aria-hidden="true">
        <rect className="track" width="30" height="5" rx="2.5" />
        <rect className="part" width={(30 * Math.min(100, score)) / 100} height="5" rx="2.5" />
      </svg>
      {score}
    </span>
  )
}
