// Helpline.Console is the counsellors' console; the terminal's needs another name here.
global using Terminal = System.Console;
