import { LoadingOutlined } from '@ant-design/icons'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import { useState } from 'react'
import { antdTheme } from './antdTheme'
import { newQueryClient } from './queryClient'
import { newRouter } from './router'
import { useTheme } from './theme'

/** The nonce that the binary gave this page for styles. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

export function App() {
  const { isDark, tokens } = useTheme()
  const [client] = useState(newQueryClient)
  const [router] = useState(() => newRouter(client))
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider
        theme={antdTheme(tokens, isDark, still)}
        csp={{ nonce }}
        // antd's own icon stays in the button, unseen but heard, where an act ends before it has grown.
        button={{ autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden /> }}
        // What drops down inside a dialog belongs to it, or it would lie behind.
        getPopupContainer={(node) => node?.closest('dialog') ?? document.body}
      >
        <RouterProvider router={router} />
      </ConfigProvider>
    </QueryClientProvider>
  )
}
