// mug.pov: an empty mug beside a pencil; no dish, so that "Not Recognised" can be shown
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kitchen.inc"
Look_From(<3, 10, -19>, <0.5, 2.4, 0>, 36)
object { Table }
union {
  difference { cylinder { 0, 5.2*y, 2.4 } cylinder { 0.3*y, 5.3*y, 2.15 } }
  torus { 2.275, 0.13 translate 5.2*y }
  intersection { torus { 1.55, 0.32 rotate 90*x scale <1,1.1,1> translate <2.5,2.7,0> } difference { box { <2.2,0,-1>, <6,6,1> } cylinder { 0, 6*y, 2.3 } } }
  pigment { rgb <0.20,0.36,0.52> } finish { ambient 0.3 diffuse 0.65 specular 0.5 roughness 0.01 } rotate -20*y translate <-1, 0, 0.5> }
union {
  prism { 0, 8, 7, <0.35,0>, <0.175,0.303>, <-0.175,0.303>, <-0.35,0>, <-0.175,-0.303>, <0.175,-0.303>, <0.35,0> pigment { rgb <0.95,0.72,0.10> } }
  cone { 8*y, 0.33, 9.1*y, 0.08 pigment { rgb <0.86,0.68,0.46> } }
  cone { 9.1*y, 0.08, 9.35*y, 0.01 pigment { rgb 0.1 } }
  finish { ambient 0.3 diffuse 0.65 specular 0.2 } rotate 90*z rotate 24*y translate <7.4, 0.32, -4.2> }
