import { createRoot } from 'react-dom/client';
import { SandboxPage } from './sandbox-page.tsx';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<SandboxPage />);
