import { createRoot } from 'react-dom/client';
import { App } from './app';
import './styles.css';

const place = document.getElementById('console');
if (place) createRoot(place).render(<App />);
