import{b as a,c as b}from"./page-chunk-BZZX4Y34.js";import"./page-chunk-7W6WZ6ZR.js";import"./page-chunk-NCSWPWNJ.js";export{b as drawOutput,a as renderers};
